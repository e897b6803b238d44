package commands

import (
	"context"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"gatehouse/commands/argparse"
	"gatehouse/model"
)

// pagingConfig is the member of the input in which --starting-token,
// --page-size and --max-items travel until the pages are fetched. Where they
// are not, validation refuses it as unknown, as in the AWS CLI.
const pagingConfig = "PaginationConfig"

// limitType is the type of --page-size and --max-items: that of the
// operation's own limit, which for most operations is text.
func (inv *invocation) limitType() *argparse.Type {
	if inv.op.Input.Member(inv.op.Paginator.LimitKey).Shape.Kind == model.String {
		return nil
	}
	return &argparse.Type{Name: "int", Accepts: func(word string) bool {
		_, err := parseInt(word)
		return err == nil
	}}
}

// settlePaging decides whether the pages are fetched and merged here: not
// with --no-paginate, nor if a token or limit of the operation's own is
// given. The options that only paging knows are then refused.
func (inv *invocation) settlePaging() error {
	p := inv.op.Paginator
	if p == nil {
		return nil
	}
	inv.paged = inv.globals.paginate &&
		!inv.given.Has("--"+inv.op.Input.Member(p.InputToken).Flag) && !inv.given.Has("--"+inv.op.Input.Member(p.LimitKey).Flag)
	if inv.paged {
		return nil
	}
	var used []string
	for _, name := range []string{"--starting-token", "--page-size", "--max-items"} {
		word, _ := inv.given.Word(name)
		if name != "--starting-token" && inv.limitType() != nil {
			if n, err := parseInt(word); err == nil && n == 0 {
				word = "" // the number 0 counts as not given, to Python
			}
		}
		if word != "" {
			used = append(used, name)
		}
	}
	if used == nil {
		return nil
	}
	return usageErrorf("Cannot specify --no-paginate along with pagination arguments: %s", strings.Join(used, ", "))
}

// noticeManualPaging gives up paging if an input text has a token or limit.
func (inv *invocation) noticeManualPaging(text *model.Document) {
	if p := inv.op.Paginator; p != nil && (text.Has(p.InputToken) || text.Has(p.LimitKey)) {
		inv.paged = false
	}
}

// takePaging sets the paging member of the input, if such options are given.
func (inv *invocation) takePaging(in *model.Document) error {
	if inv.op.Paginator == nil {
		return nil
	}
	config := new(model.Document)
	for _, o := range []struct{ name, key string }{
		{"--starting-token", "StartingToken"}, {"--page-size", "PageSize"}, {"--max-items", "MaxItems"},
	} {
		word, given := inv.given.Word(o.name)
		if !given {
			continue
		}
		loaded, _, err := inv.loader().loadFor(o.name, word)
		if err != nil {
			return err
		}
		if o.key == "MaxItems" {
			if err := inv.warnMaxItems(loaded); err != nil {
				return err
			}
		}
		config.Set(o.key, loaded)
	}
	if config.Len() > 0 {
		in.Set(pagingConfig, config)
	}
	return nil
}

func (inv *invocation) warnMaxItems(loaded any) error {
	n, err := pythonInt(loaded)
	if err == nil && n <= 0 {
		fmt.Fprintln(inv.env.Stderr, "warning: Non-positive values for --max-items may result in undefined behavior.")
	}
	return err
}

// pythonInt is Python's int() of a value.
func pythonInt(v any) (int64, error) {
	switch v := v.(type) {
	case int64:
		return v, nil
	case []byte:
		return parseInt(string(v))
	case string:
		return parseInt(v)
	}
	return 0, cliErrorf("int() argument must be a string, a bytes-like object or a real number, not '%s'", pythonTypeName(v))
}

// pythonTypeName is the name alone of a value's type, e.g. "list".
func pythonTypeName(v any) string {
	return strings.TrimSuffix(strings.TrimPrefix(model.PythonType(v), "<class '"), "'>")
}

// A caller does one operation and returns its output, which is nil for
// operations without one: on the state file or, with --endpoint-url, by a
// request. A refusal by the service is a smithy.APIError.
type caller func(ctx context.Context, op *model.Operation, in *model.Document) (*model.Document, error)

// pages fetches the pages of an operation's result.
type pages struct {
	call  caller
	op    *model.Operation
	input *model.Document // of the next call

	limited  bool
	maxItems int64
	token    startingToken

	resume string // after the last page: the token to go on with, or ""
}

// newPages takes the paging options out of an input.
func newPages(call caller, op *model.Operation, in *model.Document) (*pages, error) {
	p := &pages{call: call, op: op, input: in}
	config := in.Child(pagingConfig)
	in.Delete(pagingConfig)
	if v, given := config.Get("MaxItems"); given {
		p.limited = true
		var err error
		if p.maxItems, err = pythonInt(v); err != nil {
			return nil, err
		}
	}
	if v, given := config.Get("StartingToken"); given {
		var err error
		text, _ := v.(string)
		if p.token, err = parseStartingToken(text, op.Paginator.InputToken); err != nil {
			return nil, err
		}
		p.setToken(p.token.service)
	}
	if v, given := config.Get("PageSize"); given {
		if op.Input.Member(op.Paginator.LimitKey).Shape.Kind == model.String {
			v = model.PythonString(v)
		} else if size, err := pythonInt(v); err != nil {
			return nil, err
		} else {
			v = size
		}
		in.Set(op.Paginator.LimitKey, v)
	}
	return p, nil
}

func (p *pages) setToken(token any) {
	if token == nil || token == "None" {
		p.input.Delete(p.op.Paginator.InputToken)
		return
	}
	p.input.Set(p.op.Paginator.InputToken, token)
}

// each fetches page after page and hands it to yield, the last one cut where
// --max-items ends. A page is the service's whole output.
func (p *pages) each(ctx context.Context, yield func(page *model.Document) error) error {
	current := p.token.service // which the page under way was fetched with
	skipped := p.token.skip    // items of the first page that an earlier command printed
	key := p.op.Paginator.ResultKey
	var seen int64
	for first := true; ; first = false {
		page, err := p.call(ctx, p.op, p.input)
		if err != nil {
			return err
		}
		if page == nil {
			page = new(model.Document)
		}
		items, isList := listOf(page, key)
		if first && p.token.given {
			if items = slice(items, skipped, int64(len(items))); isList {
				page.Set(key, items)
			} else {
				page.Delete(key)
			}
		} else if !first {
			skipped = 0
		}
		if excess := seen + int64(len(items)) - p.maxItems; p.limited && excess > 0 {
			keep := int64(len(items)) - excess
			page.Set(key, slice(items, 0, keep))
			p.resume = encodeToken(current, new(keep+skipped))
			return yield(page)
		}
		next := page.String(p.op.Paginator.OutputToken)
		if err := yield(page); err != nil || next == "" {
			return err
		}
		seen += int64(len(items))
		if p.limited && seen == p.maxItems {
			p.resume = encodeToken(next, nil)
			return nil
		}
		if !first && next == current {
			return cliErrorf("Error during pagination: The same next token was received twice: {%s: %s}",
				model.PythonRepr(p.op.Paginator.InputToken), model.PythonRepr(next))
		}
		p.setToken(next)
		current = next
	}
}

// merged fetches all pages and returns one result: the items of all and, if
// it was cut, the token to go on with.
func (p *pages) merged(ctx context.Context) (*model.Document, error) {
	result := new(model.Document)
	key := p.op.Paginator.ResultKey
	sum := []any{}
	err := p.each(ctx, func(page *model.Document) error {
		if items, isList := listOf(page, key); isList {
			sum = append(sum, items...)
			result.Set(key, sum)
		}
		return nil
	})
	if p.resume != "" {
		result.Set("NextToken", p.resume)
	}
	return result, err
}

func listOf(d *model.Document, name string) (list []any, isList bool) {
	v, _ := d.Get(name)
	list, isList = v.([]any)
	return list, isList
}

// slice is Python's list[from:to]: negative places count from the end, and
// those outside the list are moved to its ends.
func slice(list []any, from, to int64) []any {
	place := func(i int64) int64 {
		n := int64(len(list))
		if i < 0 {
			i += n
		}
		return max(0, min(i, n))
	}
	from, to = place(from), place(to)
	return list[from:max(from, to)]
}

// A startingToken is what --starting-token says: with which token of the
// service the first page is to be fetched, and how many of its items to skip.
type startingToken struct {
	given   bool
	service any // string, or nil for the beginning
	skip    int64
}

// parseStartingToken reads the AWS CLI's own form, base64 of a JSON object;
// its old form, TOKEN___N; or else a token of the service.
func parseStartingToken(text, inputToken string) (startingToken, error) {
	t := startingToken{given: true}
	if d := decodeToken(text); d != nil {
		t.service, _ = d.Get(inputToken)
		v, _ := d.Get(truncateKey)
		t.skip, _ = v.(int64)
		return t, nil
	}
	t.service = text
	switch parts := strings.Split(text, "___"); len(parts) {
	case 1:
	case 2:
		if n, err := parseInt(parts[1]); err == nil {
			t.service, t.skip = parts[0], n
		}
	default:
		return t, cliErrorf("Bad starting token: %s", text)
	}
	return t, nil
}

const truncateKey = "boto_truncate_amount"

// decodeToken returns the object within the CLI's own form, or nil. Like
// Python, base64 passes over characters that are not of its alphabet.
func decodeToken(text string) *model.Document {
	text = strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf && (letter(byte(r)) || '0' <= r && r <= '9' || strings.ContainsRune("+/=", r)) {
			return r
		}
		return -1
	}, text)
	b, err := base64.StdEncoding.DecodeString(text)
	if err != nil || !utf8.Valid(b) {
		return nil
	}
	v, err := model.ParseJSON(string(b))
	if err != nil {
		return nil
	}
	d, _ := v.(*model.Document)
	return d
}

// encodeToken is the reverse. token is the service's, or nil for the
// beginning; truncate how many items of its page were printed, or nil if none
// of them was fetched.
func encodeToken(token any, truncate *int64) string {
	text := `{"NextToken": ` + asciiJSON(token)
	if truncate != nil {
		text += `, "` + truncateKey + `": ` + strconv.FormatInt(*truncate, 10)
	}
	return base64.StdEncoding.EncodeToString([]byte(text + "}"))
}

// asciiJSON is a value as JSON with all that is not ASCII escaped.
func asciiJSON(v any) string {
	var b strings.Builder
	for _, r := range string(model.AppendJSON(nil, v, 0)) {
		if r < utf8.RuneSelf {
			b.WriteRune(r)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			fmt.Fprintf(&b, `\u%04x`, unit)
		}
	}
	return b.String()
}
