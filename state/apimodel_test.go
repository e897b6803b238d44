package state

import "testing"

func TestModels(t *testing.T) {
	s := webSocketScene(t)
	s.checkAnswers([]answerCase{
		{"a model is JSON", `create-model {"ApiId":"$chat","Name":"Pet","Schema":"{\"type\":\"object\"}"}`,
			`{"ContentType":"application/json","ModelId":"000004","Name":"Pet","Schema":"{\"type\":\"object\"}"}`},
		{"a model changes", `update-model {"ApiId":"$chat","ModelId":"000004","Description":"d"}`,
			`{"ContentType":"application/json","Description":"d","ModelId":"000004","Name":"Pet","Schema":"{\"type\":\"object\"}"}`},
		{"models are listed", `get-models {"ApiId":"$chat"}`,
			`{"Items":[{"ContentType":"application/json","Description":"d","ModelId":"000004","Name":"Pet","Schema":"{\"type\":\"object\"}"}]}`},
		{"a route has a response", `create-route-response {"ApiId":"$chat","RouteId":"$talk","RouteResponseKey":"$default","ResponseModels":{"a":"Pet"},"ResponseParameters":{"p":{"Required":true}}}`,
			`{"ResponseModels":{"a":"Pet"},"ResponseParameters":{"p":{"Required":true}},"RouteResponseId":"0000005","RouteResponseKey":"$default"}`},
		{"which changes", `update-route-response {"ApiId":"$chat","RouteId":"$talk","RouteResponseId":"0000005","ModelSelectionExpression":"x"}`,
			`{"ModelSelectionExpression":"x","ResponseModels":{"a":"Pet"},"ResponseParameters":{"p":{"Required":true}},"RouteResponseId":"0000005","RouteResponseKey":"$default"}`},
		{"is listed", `get-route-responses {"ApiId":"$chat","RouteId":"$talk"}`,
			`{"Items":[{"ModelSelectionExpression":"x","ResponseModels":{"a":"Pet"},"ResponseParameters":{"p":{"Required":true}},"RouteResponseId":"0000005","RouteResponseKey":"$default"}]}`},
	})
	s.checkRefusals([]refusal{
		{"a model's name is plain", `create-model {"ApiId":"$chat","Name":"p-m3","Schema":"{}"}`, "BadRequestException: Model name must be alphanumeric: p-m3"},
		{"a model's name is there once", `create-model {"ApiId":"$chat","Name":"Pet","Schema":"{}"}`, "ConflictException: Model with name Pet already exists for this API"},
		{"a schema is JSON", `create-model {"ApiId":"$chat","Name":"m","Schema":"{"}`, "BadRequestException: Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified]"},
		{"a schema is one", `create-model {"ApiId":"$chat","Name":"m","Schema":"{\"type\":\"nope\"}"}`, "BadRequestException: Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified]"},
		{"a model that is used stays", `delete-model {"ApiId":"$chat","ModelId":"000004"}`, "ConflictException: Cannot delete model 'Pet', is referenced in route: chat"},
		{"a model must exist", `get-model {"ApiId":"$chat","ModelId":"nope"}`, "NotFoundException: Invalid Model identifier specified"},
		{"a route response has one key", `create-route-response {"ApiId":"$chat","RouteId":"$talk","RouteResponseKey":"x"}`, "BadRequestException: Currently, only $default is supported as a RouteResponseKey. The creation of the RouteResponse with a key of $default will indicate to API Gateway that this Route is intended to handle two-way communication."},
		{"and is there once", `create-route-response {"ApiId":"$chat","RouteId":"$talk","RouteResponseKey":"$default"}`, "ConflictException: RouteResponse with key $default already exists for this Route"},
		{"a route response must exist", `get-route-response {"ApiId":"$chat","RouteId":"$talk","RouteResponseId":"nope"}`, "NotFoundException: Invalid RouteResponse identifier specified"},
	})
	s.do(`delete-route-response {"ApiId":"$chat","RouteId":"$talk","RouteResponseId":"0000005"}`)
	s.do(`delete-model {"ApiId":"$chat","ModelId":"000004"}`)
}
