package commands

import (
	"errors"

	"gatehouse/model"
)

// inputText is what --cli-input-json or --cli-input-yaml was given.
type inputText struct {
	name  string // of the flag, without dashes
	value any    // string, or []byte of fileb://
	parse func(text string) (any, error)
}

// loadInputTexts returns the texts that are given, files already read.
func (inv *invocation) loadInputTexts() ([]inputText, error) {
	var texts []inputText
	for _, t := range []inputText{
		{name: "cli-input-json", parse: parseInputJSON},
		{name: "cli-input-yaml", parse: parseInputYAML},
	} {
		word, given := inv.given.Word("--" + t.name)
		if !given {
			continue
		}
		var err error
		if t.value, _, err = inv.loader().loadFor("--"+t.name, word); err != nil {
			return nil, err
		}
		texts = append(texts, t)
	}
	return texts, nil
}

// mergeInputText adds to the input the members that the text has and the
// flags have not.
func (inv *invocation) mergeInputText(in *model.Document, texts []inputText) error {
	if len(texts) > 1 {
		return usageErrorf("Only one --cli-input- parameter may be specified.")
	}
	for _, t := range texts {
		d, err := t.document()
		if err != nil {
			return err
		}
		for name, value := range d.All() {
			if !in.Has(name) {
				in.Set(name, value)
			}
		}
		inv.noticeManualPaging(d)
	}
	return nil
}

func (t inputText) document() (*model.Document, error) {
	text, ok := t.value.(string)
	if b, isBytes := t.value.([]byte); isBytes {
		text, ok = string(b), true
	}
	if !ok {
		return nil, errors.New("no text")
	}
	v, err := t.parse(text)
	if err != nil {
		return nil, err
	}
	d, ok := v.(*model.Document)
	if !ok {
		return nil, parameterError("--"+t.name, "Invalid type: expecting map, received %s", model.PythonType(v))
	}
	return d, nil
}

func parseInputJSON(text string) (any, error) {
	v, err := model.ParseJSON(text)
	if err != nil {
		return nil, parameterError("cli-input-json", "Invalid JSON received.")
	}
	return v, nil
}
