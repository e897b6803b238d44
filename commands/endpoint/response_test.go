package endpoint

import (
	"errors"
	"strings"
	"testing"

	"github.com/aws/smithy-go"

	"gatehouse/model"
)

// What stands here was observed with botocore 1.43, but for the order of
// members, which is the AWS CLI's.
func TestResponses(t *testing.T) {
	tests := []struct {
		name, operation, body string
		want                  string // JSON, or the error
	}{
		{"members have the API's names, in its order", "GetApi", `{"name":"n","apiId":"i","corsConfiguration":{"maxAge":5,"allowOrigins":["*"]}}`,
			`{"ApiId":"i","CorsConfiguration":{"AllowOrigins":["*"],"MaxAge":5},"Name":"n"}`},
		{"unknown and null members go", "GetApi", `{"zz":1,"ApiId":"i","name":null,"tags":null}`, `{}`},
		{"maps keep their order and their nulls", "GetApi", `{"tags":{"b":"1","a":null}}`, `{"Tags":{"b":"1","a":null}}`},
		{"lists keep their nulls", "GetApi", `{"warnings":["a",null]}`, `{"Warnings":["a",null]}`},
		{"a time is in UTC", "GetApi", `{"createdDate":"2020-04-08T21:05:45+02:00"}`, `{"CreatedDate":"2020-04-08T19:05:45Z"}`},
		{"a time may be seconds", "GetApi", `{"createdDate":1767323045}`, `{"CreatedDate":"2026-01-02T03:04:05Z"}`},
		{"a time may be seconds in a text", "GetApi", `{"createdDate":"1767323045"}`, `{"CreatedDate":"2026-01-02T03:04:05Z"}`},
		{"a time must be one", "GetApi", `{"createdDate":"zzz"}`, `Invalid timestamp "zzz": Unknown string format: zzz`},
		{"a time is no list", "GetApi", `{"createdDate":[1]}`, `Invalid timestamp "[1]": Parser must be a string or character stream, not list`},
		{"a string may be anything", "GetApi", `{"name":5,"description":{"a":1}}`, `{"Description":{"a":1},"Name":5}`},
		{"an integer may be a text", "GetApi", `{"corsConfiguration":{"maxAge":" 7 "}}`, `{"CorsConfiguration":{"MaxAge":7}}`},
		{"an integer may be true", "GetApi", `{"corsConfiguration":{"maxAge":true}}`, `{"CorsConfiguration":{"MaxAge":1}}`},
		{"an integer loses its fraction", "GetApi", `{"corsConfiguration":{"maxAge":5.7}}`, `{"CorsConfiguration":{"MaxAge":5}}`},
		{"an integer may be large", "GetApi", `{"corsConfiguration":{"maxAge":"99999999999999999999"}}`, `{"CorsConfiguration":{"MaxAge":99999999999999999999}}`},
		{"an integer may be a large float", "GetApi", `{"corsConfiguration":{"maxAge":1e20}}`, `{"CorsConfiguration":{"MaxAge":100000000000000000000}}`},
		{"an integer must be one", "GetApi", `{"corsConfiguration":{"maxAge":"x"}}`, `invalid literal for int() with base 10: 'x'`},
		{"an integer is no infinity", "GetApi", `{"corsConfiguration":{"maxAge":1e400}}`, `cannot convert float infinity to integer`},
		{"an integer is not NaN", "GetApi", `{"corsConfiguration":{"maxAge":NaN}}`, `cannot convert float NaN to integer`},
		{"an integer is no list", "GetApi", `{"corsConfiguration":{"maxAge":[]}}`, `int() argument must be a string, a bytes-like object or a real number, not 'list'`},
		{"a float may be an integer", "GetStage", `{"defaultRouteSettings":{"throttlingRateLimit":1}}`, `{"DefaultRouteSettings":{"ThrottlingRateLimit":1.0}}`},
		{"a float may be a text", "GetStage", `{"defaultRouteSettings":{"throttlingRateLimit":"7.5"}}`, `{"DefaultRouteSettings":{"ThrottlingRateLimit":7.5}}`},
		{"a float must be one", "GetStage", `{"defaultRouteSettings":{"throttlingRateLimit":"x"}}`, `could not convert string to float: 'x'`},
		{"a float is no map", "GetStage", `{"defaultRouteSettings":{"throttlingRateLimit":{}}}`, `float() argument must be a string or a real number, not 'dict'`},
		{"a boolean may be a text", "GetApi", `{"disableSchemaValidation":"true"}`, `{"DisableSchemaValidation":true}`},
		{"all else is no true boolean", "GetApi", `{"disableSchemaValidation":1}`, `{"DisableSchemaValidation":false}`},
		{"a structure is no list", "GetApi", `{"corsConfiguration":[1]}`, `'list' object has no attribute 'get'`},
		{"a map is no text", "GetApi", `{"tags":"a"}`, `'str' object has no attribute 'items'`},
		{"a list may be a text's characters", "GetApi", `{"warnings":"é!"}`, `{"Warnings":["é","!"]}`},
		{"a list may be a map's keys", "GetApi", `{"warnings":{"a":1}}`, `{"Warnings":["a"]}`},
		{"a list is no number", "GetApi", `{"warnings":5}`, `'int' object is not iterable`},
		{"an answer is no list", "GetApi", `[1]`, `'list' object has no attribute 'get'`},
		{"an answer is not null", "GetApi", ` null `, `'NoneType' object is not iterable`},
		{"no body is an empty object", "GetApi", ``, `{}`},
		{"what is not JSON is an empty object", "GetApi", `<html>`, `{}`},
		{"what is not UTF-8 is an error", "GetApi", "{\"name\":\"\xe9\"}", `'utf-8' codec can't decode byte 0xe9 in position 9: invalid continuation byte`},
		{"a byte that begins nothing", "GetApi", "\xff", `'utf-8' codec can't decode byte 0xff in position 0: invalid start byte`},
		{"a character cut off", "GetApi", "ab\xe2\x82", `'utf-8' codec can't decode bytes in position 2-3: unexpected end of data`},
		{"a character cut off after a byte", "GetApi", "ab\xc3", `'utf-8' codec can't decode byte 0xc3 in position 2: unexpected end of data`},
		{"an operation without output looks at no body", "DeleteApi", `[1]`, `null`},
		{"an export is bytes", "ExportApi", "\xff{", `{"body":"/3s="}`},
	}
	inputs := map[string]string{"GetApi": `{"ApiId":"x"}`, "DeleteApi": `{"ApiId":"x"}`, "GetStage": `{"ApiId":"x","StageName":"s"}`,
		"ExportApi": `{"ApiId":"x","Specification":"OAS30","OutputType":"JSON"}`}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			server := newCapture(t, reply{status: 200, body: tt.body})
			out, err := run(t, newClient(t, server.URL), tt.operation, inputs[tt.operation])
			got := "null"
			if err != nil {
				got = err.Error()
			} else if out != nil {
				got = string(model.AppendJSON(nil, out, 0))
			}
			if got != tt.want {
				t.Errorf("answer %s: got %s, want %s", tt.body, got, tt.want)
			}
			if _, ok := errors.AsType[*ResponseError](err); err != nil && !ok {
				t.Errorf("answer %s: got a %T, want a *ResponseError", tt.body, err)
			}
		})
	}
}

// The errors were observed with botocore 1.43.
func TestServiceErrors(t *testing.T) {
	const calling = "An error occurred (%) when calling the GetApi operation: "
	header := func(value string) map[string]string { return map[string]string{"x-amzn-ErrorType": value} }
	tests := []struct {
		name   string
		status int
		header map[string]string
		body   string

		code, message, members string
	}{
		{"the header names the code, and the model the members", 404, header("NotFoundException"), `{"message":"no api","resourceType":"api"}`, "NotFoundException", "no api", `{"ResourceType":"api"}`},
		{"a code's address goes", 404, header("NotFoundException:http://internal.amazon.com/x"), `{"message":"m"}`, "NotFoundException", "m", ""},
		{"a code's namespace goes", 400, header("a#b:c"), `{"message":"m"}`, "b", "m", ""},
		{"an empty header is a code", 400, header(""), `{"code":"c"}`, "", "", ""},
		{"the type names the code", 404, nil, `{"message":"m","__type":"com.amazon#NotFoundException"}`, "NotFoundException", "m", ""},
		{"the code stands above the type", 404, nil, `{"message":"m","Message":"M","__type":"T","code":"C"}`, "C", "m", ""},
		{"a null code does not count", 400, nil, `{"code":null,"__type":"T"}`, "T", "", ""},
		{"capitals will do", 404, nil, `{"Message":"m","Code":"C"}`, "C", "m", ""},
		{"the header stands above the code", 400, header("H"), `{"code":"c"}`, "H", "", ""},
		{"a null message is None", 404, nil, `{"message":null,"code":"C"}`, "C", "None", ""},
		{"a message may be anything", 400, header("Foo"), `{"message":{"a":1}}`, "Foo", "{'a': 1}", ""},
		{"a code may be a number", 400, nil, `{"code":5}`, "5", "", ""},
		{"without a code it is the status", 404, nil, `{}`, "404", "", ""},
		{"no body", 404, nil, ``, "404", "", ""},
		{"a page is its own message", 404, nil, `<html>nope</html>`, "404", "<html>nope</html>", ""},
		{"a text is its own message", 404, header("Foo"), `not json`, "Foo", "not json", ""},
		{"a server's text is its own message", 501, nil, `oops`, "501", "oops", ""},
		{"a server's page is a status", 501, nil, " <html>x", "501", "Not Implemented", ""},
		{"a server's silence is a status", 501, header("Foo"), ``, "501", "Not Implemented", ""},
		{"a redirection is an error", 302, map[string]string{"Location": "/zz"}, `{"message":"m"}`, "302", "m", ""},
		{"choices are unknown", 300, nil, `{"message":"m"}`, "Unknown", "Unknown", ""},
		{"a null member goes", 404, header("NotFoundException"), `{"resourceType":null,"message":"m"}`, "NotFoundException", "m", ""},
		{"a shape that is no exception has no members", 400, header("Api"), `{"message":"m","name":"n"}`, "Api", "m", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			server := newCapture(t, reply{tt.status, tt.header, tt.body})
			_, err := run(t, newClient(t, server.URL), "GetApi", `{"ApiId":"x"}`)
			refused, ok := err.(smithy.APIError)
			if !ok {
				t.Fatalf("Do = %v, want a smithy.APIError", err)
			}
			if refused.ErrorCode() != tt.code || refused.ErrorMessage() != tt.message {
				t.Errorf("Do = code %q, message %q, want %q, %q", refused.ErrorCode(), refused.ErrorMessage(), tt.code, tt.message)
			}
			if want := strings.Replace(calling, "%", tt.code, 1) + tt.message; err.Error() != want {
				t.Errorf("Do = %q, want %q", err, want)
			}
			members := ""
			if m := err.(interface{ Members() *model.Document }).Members(); m != nil {
				members = string(model.AppendJSON(nil, m, 0))
			}
			if members != tt.members {
				t.Errorf("Members() = %s, want %s", members, tt.members)
			}
		})
	}
	t.Run("an answer that is no object", func(t *testing.T) {
		server := newCapture(t, reply{404, nil, `[1]`})
		_, err := run(t, newClient(t, server.URL), "GetApi", `{"ApiId":"x"}`)
		if err == nil || err.Error() != "'list' object has no attribute 'get'" {
			t.Errorf("Do = %v", err)
		}
	})
}

func FuzzAnswers(f *testing.F) {
	f.Add(200, "", `{"items":[{"apiId":"x","createdDate":"2020-01-01T00:00:00Z"}],"nextToken":"t"}`)
	f.Add(404, "NotFoundException", `{"message":null,"resourceType":5}`)
	f.Add(500, "", "<html>")
	op := model.OperationByName("GetApis")
	f.Fuzz(func(t *testing.T, status int, kind, body string) {
		a := &answer{status: status, header: map[string][]string{"X-Amzn-Errortype": {kind}}, body: []byte(body)}
		if !a.failed() {
			out, err := decodeOutput(op.Output, a.body)
			if (out == nil) == (err == nil) {
				t.Fatalf("decodeOutput(%q) = %v, %v", body, out, err)
			}
			return
		}
		if err := decodeError("GetApis", a); err == nil || err.Error() == "" {
			t.Fatalf("decodeError(%d, %q, %q) = %v", status, kind, body, err)
		}
	})
}
