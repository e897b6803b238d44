package state

import (
	"testing"

	"gatehouse/model"
)

func TestSchemas(t *testing.T) {
	for text, want := range map[string]bool{
		`{}`: true, `5`: false, `[]`: false, `"x"`: false, `null`: false,
		`{"$schema":"http://json-schema.org/draft-04/schema#","title":"Pet","type":"object","required":["name"],"properties":{"name":{"type":"string","minLength":1,"pattern":"^[a-z]"},"tags":{"type":["array","null"],"items":{"type":"string"},"uniqueItems":true},"age":{"minimum":0,"exclusiveMinimum":true,"maximum":1e400}},"additionalProperties":false,"definitions":{"x":{}},"x-y":5}`: true,
		`{"type":"nope"}`: false, `{"type":17}`: false, `{"type":["string","nope"]}`: false,
		`{"properties":5}`: false, `{"properties":{"a":5}}`: false, `{"properties":{"a":{"properties":{"b":{"type":1}}}}}`: false,
		`{"required":true}`: false, `{"required":[1]}`: false, `{"required":[]}`: false, `{"required":["a","a"]}`: false,
		`{"enum":"a"}`: false, `{"enum":[]}`: false, `{"enum":["a","a"]}`: false, `{"enum":[1,"1"]}`: true, `{"enum":[1,"a",null]}`: true,
		`{"items":[{},{"type":"null"}]}`: true, `{"items":[{},1]}`: false, `{"items":true}`: false,
		`{"additionalProperties":{"type":"x"}}`: false, `{"additionalItems":1}`: false,
		`{"allOf":[{}],"anyOf":[{}],"oneOf":[{}],"not":{}}`: true, `{"allOf":{}}`: false, `{"allOf":[]}`: false, `{"items":[]}`: false, `{"not":[]}`: false,
		`{"minLength":-1}`: false, `{"maxItems":1.5}`: false, `{"maxItems":-99999999999999999999}`: false, `{"maxItems":99999999999999999999,"maxLength":10.0,"minLength":1e3}`: true, `{"multipleOf":"2"}`: false, `{"uniqueItems":1}`: false,
		`{"dependencies":{"a":["b"],"c":{}}}`: true, `{"dependencies":{"a":"b"}}`: false,
		`{"$ref":"https://apigateway.amazonaws.com/restapis/x/models/y"}`: true, `{"$ref":1}`: false, `{"$ref":"#/x","type":"nope"}`: true,
	} {
		v, err := model.ParseJSON(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := isSchema(v); got != want {
			t.Errorf("isSchema(%s) = %t", text, got)
		}
	}
}
