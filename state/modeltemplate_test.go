package state

import "testing"

func TestModelTemplate(t *testing.T) {
	s := newScene(t)
	s.name("$chat", "ApiId", `create-api {"Name":"c","ProtocolType":"WEBSOCKET","RouteSelectionExpression":"x"}`)
	for _, c := range []struct{ name, schema, want string }{
		{"an object", `{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"},\"n\":{\"type\":[\"null\",\"integer\"]}}}`,
			`{"Value":"#set($inputRoot = $input.path('$'))\n{\n  \"a\": \"foo\",\n  \"n\": 42\n}"}`},
		{"a list of what is defined elsewhere", `{\"type\":\"array\",\"items\":{\"$ref\":\"#/definitions/p\"},\"definitions\":{\"p\":{\"enum\":[\"x\",\"y\"]}}}`,
			`{"Value":"#set($inputRoot = $input.path('$'))\n[\n  \"x\"\n]"}`},
		{"nothing said", `{}`, `{"Value":"#set($inputRoot = $input.path('$'))\n{ }"}`},
		{"an object without members", `{\"type\":\"object\",\"title\":\"Empty Schema\"}`, `{"Value":"#set($inputRoot = $input.path('$'))\n{ }"}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			sub := &scene{t: t, file: s.file, names: s.names}
			sub.name("$model", "ModelId", `create-model {"ApiId":"$chat","Name":"m","Schema":"`+c.schema+`"}`)
			if got := sub.do(`get-model-template {"ApiId":"$chat","ModelId":"$model"}`); got != c.want {
				t.Errorf("the template is %s, want %s", got, c.want)
			}
			sub.do(`delete-model {"ApiId":"$chat","ModelId":"$model"}`)
		})
	}
	if _, err := s.try(`get-model-template {"ApiId":"$chat","ModelId":"nope"}`); err == nil || err.Error() == "" {
		t.Errorf("a model that is not there = %v", err)
	}
}

// A schema that contains itself, and many times over, has a sample all the same.
func TestModelTemplateOfARecursiveSchema(t *testing.T) {
	s := newScene(t)
	s.name("$chat", "ApiId", `create-api {"Name":"c","ProtocolType":"WEBSOCKET","RouteSelectionExpression":"x"}`)
	s.name("$model", "ModelId", `create-model {"ApiId":"$chat","Name":"m","Schema":"{\"type\":\"object\",\"properties\":{`+
		many(50, `\"p%d\":{\"$ref\":\"#/definitions/o\"}`)+`},\"definitions\":{\"o\":{\"type\":\"object\",\"properties\":{`+
		many(50, `\"p%d\":{\"$ref\":\"#/definitions/o\"}`)+`}}}}"}`)
	if got := s.do(`get-model-template {"ApiId":"$chat","ModelId":"$model"}`); len(got) > 1<<20 {
		t.Errorf("the template has %d bytes", len(got))
	}
}
