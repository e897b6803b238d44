package help

import (
	"embed"
	"path"
	"strings"

	"gatehouse/model"
)

//go:embed prose/*.txt topics/*.txt examples/*.txt
var files embed.FS

// Texts are the sentences about commands, options and members.
type Texts struct {
	program string
	entries map[string]string
	asked   func(key string) // told of each entry that is used; nil tells nobody
}

// Load reads the sentences. Program is the name as which the program was
// invoked; "" is gatehouse.
func Load(program string) Texts {
	if program == "" {
		program = "gatehouse"
	}
	return load(program)
}

func load(program string) Texts {
	t := Texts{program: program, entries: map[string]string{}}
	names, err := files.ReadDir("prose")
	if err != nil {
		panic(err) // it is embedded
	}
	for _, f := range names {
		t.add(t.read(path.Join("prose", f.Name())))
	}
	return t
}

// read returns an embedded file with the program's name in it. The file must
// exist.
func (t Texts) read(name string) string {
	b, err := files.ReadFile(name)
	if err != nil {
		panic(err)
	}
	return strings.ReplaceAll(string(b), "PROG", t.program)
}

// add takes the entries of a prose file. A line at the left edge names one or
// more, separated by ", "; the indented lines under it are their text. A line
// that begins with # is a comment.
func (t Texts) add(file string) {
	var keys []string
	var text []string
	end := func() {
		for _, key := range keys {
			t.entries[key] = strings.Trim(strings.Join(text, "\n"), "\n")
		}
		text = nil
	}
	for line := range strings.Lines(file) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case strings.HasPrefix(line, "#"):
		case line == "" || strings.HasPrefix(line, "    "):
			text = append(text, strings.TrimPrefix(line, "    "))
		default:
			end()
			keys = strings.Split(line, ", ")
		}
	}
	end()
}

// first returns the first entry there is, or "".
func (t Texts) first(keys ...string) string {
	for _, key := range keys {
		if text, ok := t.entries[key]; ok {
			if t.asked != nil {
				t.asked(key)
			}
			return text
		}
	}
	return ""
}

// Sentence returns the first sentence about a member of a structure that is,
// or is within, the input or output of an operation; "" if there is nothing
// to say.
func (t Texts) Sentence(op *model.Operation, structure *model.Shape, m *model.Member) string {
	return strings.ReplaceAll(sentence(t.member(op, structure, m)), "`", "")
}

// member returns the text about a member: the one about it in the operation,
// in what the operation is about or the structure describes, or everywhere.
func (t Texts) member(op *model.Operation, structure *model.Shape, m *model.Member) string {
	if structure == op.Input || structure == op.Output {
		return t.first(op.Command+"."+m.Name, subject(op)+"."+m.Name, m.Name)
	}
	return t.first(structure.Name+"."+m.Name, described(structure)+"."+m.Name, m.Name)
}

// value returns the text about a value that has no name of its own: an
// element of a list, a key or value of a map.
func (t Texts) value(shape *model.Shape) string {
	return t.first("("+shape.Name+")", "("+described(shape)+")")
}

// subject is what an operation is about: the Api of UpdateApi.
func subject(op *model.Operation) string {
	for _, verb := range []string{"Create", "Update", "Get", "Put", "Import", "Reimport"} {
		if rest, ok := strings.CutPrefix(op.Name, verb); ok {
			return rest
		}
	}
	return op.Name
}

// described is what a structure describes: shapes that differ only in what
// they leave out are described by the same words.
func described(s *model.Shape) string {
	switch s.Name {
	case "PortalSummary":
		return "Portal"
	case "PortalProductSummary":
		return "PortalProduct"
	case "ProductPageSummaryNoBody":
		return "ProductPage"
	case "ProductRestEndpointPageSummaryNoBody":
		return "ProductRestEndpointPage"
	case "TlsConfigInput":
		return "TlsConfig"
	case "MutualTlsAuthenticationInput":
		return "MutualTlsAuthentication"
	case "EndpointDisplayContentResponse":
		return "DisplayContentOverrides"
	}
	return s.Name
}
