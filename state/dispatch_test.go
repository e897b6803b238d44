package state

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"gatehouse/model"
)

func TestEveryOperationIsServed(t *testing.T) {
	for _, op := range model.Operations() {
		account := (&image{}).account("us-east-1", Settings{})
		_, err := account.do(&op, model.NewDocument())
		if err != nil && err.Error() == notServed(&op).Error() {
			t.Errorf("%s with an empty input = %v", op.Name, err)
		}
	}
}

func TestTheZeroAccountIsEmpty(t *testing.T) {
	var a Account
	out, err := a.GetApis(model.GetApisInput{})
	if err != nil || len(out.Items) != 0 {
		t.Errorf("GetApis() = %v, %v", out, err)
	}
	api, err := a.CreateApi(model.CreateApiInput{Name: new("x"), ProtocolType: new("HTTP")})
	if err != nil || len(*api.ApiId) != apiIDLength {
		t.Errorf("CreateApi() = %v, %v", api, err)
	}
	if _, err := a.GetApi(model.GetApiInput{ApiId: api.ApiId}); err != nil {
		t.Errorf("GetApi() = %v", err)
	}
}

// A guesser makes inputs of the right shape with anything in them, most often
// with what it has been told to be good for a member.
type guesser struct {
	*rand.Rand
	words []string
	good  map[string][]any
}

func (g *guesser) document(shape *model.Shape) *model.Document {
	d := model.NewDocument()
	for i := range shape.Members {
		m := &shape.Members[i]
		if shape.Requires(m.Name) && g.IntN(50) > 0 || g.IntN(3) == 0 {
			if good := g.good[m.Name]; good != nil && g.IntN(4) > 0 {
				d.Set(m.Name, good[g.IntN(len(good))])
			} else {
				d.Set(m.Name, g.value(m.Shape))
			}
		}
	}
	return d
}

func (g *guesser) value(shape *model.Shape) any {
	if g.IntN(200) == 0 {
		return []any{nil, "x", int64(1), 1.5, true, []any{}, model.NewDocument(), json.Number("123456789012345678901234567890")}[g.IntN(8)]
	}
	switch shape.Kind {
	case model.Structure:
		return g.document(shape)
	case model.Map:
		d := model.NewDocument()
		for range g.IntN(3) {
			d.Set(g.word(), g.value(shape.Element))
		}
		return d
	case model.List:
		list := []any{}
		for range g.IntN(3) {
			list = append(list, g.value(shape.Element))
		}
		return list
	case model.Integer, model.Long:
		return []int64{0, 1, -1, 50, 300, 29000, 86400, math.MaxInt64, math.MinInt64}[g.IntN(9)]
	case model.Double:
		return []any{0.0, 1e300, math.Inf(1), math.NaN(), int64(3)}[g.IntN(5)]
	case model.Boolean:
		return g.IntN(2) == 0
	case model.Timestamp:
		return testTime
	}
	if shape.Enum != nil && g.IntN(10) > 0 {
		return shape.Enum[g.IntN(len(shape.Enum))]
	}
	return g.word()
}

func (g *guesser) word() string {
	if g.IntN(20) == 0 {
		return strings.Repeat(g.words[g.IntN(len(g.words))], 100)
	}
	return g.words[g.IntN(len(g.words))]
}

// TestNothingBreaksTheAccount runs operations with random inputs, one on top
// of the other: none may panic, each is refused by the service or leaves a
// file that can be read in whole.
func TestNothingBreaksTheAccount(t *testing.T) {
	g := &guesser{Rand: rand.New(rand.NewPCG(1, 2)), words: []string{
		"", "x", "$default", "GET /a", "ANY /{p+}", "http://127.0.0.1:9/x", lambdaURI, "*", "1.0", "$request.header.a", "{}", "é\x00\xff\"\\", "aws:x",
	}, good: map[string][]any{
		"RouteSelectionExpression":       {"$request.method $request.path", "$request.body.a"},
		"PayloadFormatVersion":           {"1.0", "1.0", "2.0"},
		"IntegrationUri":                 {lambdaURI, "http://127.0.0.1:9/x"},
		"IntegrationMethod":              {"POST", "ANY"},
		"TimeoutInMillis":                {int64(50), int64(29000)},
		"RouteKey":                       {"GET /a", "GET /a/{id}", "ANY /{p+}", "$default", "$connect", "POST /b"},
		"AuthorizationType":              {"NONE"},
		"AuthorizerUri":                  {lambdaURI},
		"AuthorizerPayloadFormatVersion": {"2.0"},
		"AuthorizerResultTtlInSeconds":   {int64(0)},
		"IdentitySource":                 {[]any{"$request.header.a"}, []any{"route.request.header.a"}},
		"Issuer":                         {"https://a.example"},
		"Audience":                       {[]any{"a"}},
		"AllowOrigins":                   {[]any{"https://a.example"}},
		"AllowMethods":                   {[]any{"GET"}},
		"MaxAge":                         {int64(5)},
		"StageName":                      {"prod", "$default", "dev"},
		"Stage":                          {"prod", "$default", "dev"},
		"RequestParameters":              {nil, model.NewDocument(model.Field{Name: "append:header.a", Value: "x"})},
		"ResponseParameters":             {model.NewDocument(model.Field{Name: "200", Value: model.NewDocument(model.Field{Name: "append:header.a", Value: "x"})})},
		"RouteResponseKey":               {"$default"},
		"IntegrationResponseKey":         {"$default", "/200/"},
		"Schema":                         {"{}"},
		"Name":                           {"pets", "a", "b"},
		"DomainName":                     {"a.example.com", "b.example.com"},
		"CertificateArn":                 {"arn:aws:acm:us-east-1:1:certificate/x"},
		"EndpointType":                   {"REGIONAL"},
		"SecurityPolicy":                 {"TLS_1_2"},
		"DomainNameConfigurations":       {[]any{model.NewDocument(model.Field{Name: "CertificateArn", Value: "arn:aws:acm:us-east-1:1:certificate/x"})}},
		"RoutingMode":                    {"ROUTING_RULE_ONLY"},
		"Conditions":                     {[]any{}},
		"Priority":                       {int64(1), int64(2), int64(3)},
		"PolicyDocument":                 {"{}"},
		"ResourceArn":                    {"arn:aws:apigateway:us-east-1::/domainnames/a.example.com"},
		"RequestModels":                  {nil},
		"ResponseModels":                 {nil},
		"RouteSettings":                  {nil},
		"StageVariables":                 {model.NewDocument(model.Field{Name: "v", Value: "1"})},
		"DefaultRouteSettings":           {model.NewDocument(model.Field{Name: "ThrottlingRateLimit", Value: 1.5})},
		"AccessLogSettings":              {nil},
		"IncludedPortalProductArns":      {[]any{}},
		"MaxResults":                     {"1", "2"},
		"NextToken":                      {nil},
		"AutoDeploy":                     {true},
	}}
	settings := Settings{Now: func() time.Time { return testTime }}
	operations := model.Operations()
	img := emptyImage("x")
	served := map[string]int{}
	for i := range 20_000 {
		op := &operations[g.IntN(len(operations))]
		parent := op.Name == "CreateApi" || op.Name == "DeleteApi" || op.Name == "DeleteDomainName" || strings.HasPrefix(op.Name, "DeletePortal")
		if parent && g.IntN(30) > 0 || strings.HasPrefix(op.Name, "Delete") && g.IntN(4) > 0 {
			continue // else nothing grows
		}
		in := g.document(op.Input)
		account := img.account("us-east-1", settings)
		out, err := account.do(op, in)
		if err != nil {
			if _, ok := errors.AsType[*ServiceError](err); !ok {
				t.Fatalf("operation %d: %s %s = %v", i, op.Command, model.AppendJSON(nil, in, 0), err)
			}
			continue
		}
		served[op.Name]++
		for name, v := range out.All() {
			if id, ok := v.(string); ok && strings.HasSuffix(name, "Id") && op.Method == "POST" {
				g.good[name] = newest(g.good[name], id)
				g.good["Target"] = newest(g.good["Target"], "integrations/"+id)
				if name == "ApiId" && g.IntN(2) == 0 {
					action := model.NewDocument(model.Field{Name: "ApiId", Value: id}, model.Field{Name: "Stage", Value: "prod"})
					g.good["Actions"] = []any{[]any{model.NewDocument(model.Field{Name: "InvokeApi", Value: action})}}
				}
			}
		}
		if !account.changed() {
			continue
		}
		img = account.changedImage()
		scanned, err := newImage("x", img.content())
		if err != nil {
			t.Fatalf("operation %d: %s %s left a file that cannot be read: %v\n%s", i, op.Command, model.AppendJSON(nil, in, 0), err, img.content())
		}
		if err := sameIndex(scanned.index, img.index); err != nil {
			t.Fatalf("operation %d: %s %s left an index that is not the file's: %v\n%s", i, op.Command, model.AppendJSON(nil, in, 0), err, img.content())
		}
		if n := len(img.content()); img.size() != n || !img.holds([]byte(img.content())) || img.holds(make([]byte, n)) || img.sum() != scanned.sum() {
			t.Fatalf("operation %d: %s %s left an image that is not its %d bytes", i, op.Command, model.AppendJSON(nil, in, 0), n)
		}
		if i%10 == 0 {
			checkReadable(t, img, settings, fmt.Sprintf("operation %d: %s %s", i, op.Command, model.AppendJSON(nil, in, 0)))
		}
	}
	for _, op := range operations {
		if served[op.Name] == 0 {
			t.Logf("%s was never served", op.Name)
		}
	}
	t.Logf("%d of %d operations were served, the file has %d bytes", len(served), len(operations), img.size())
}

// newest is the newest few of what has been made.
func newest(list []any, v any) []any {
	return append(list[max(0, len(list)-3):], v)
}

// checkReadable decodes everything that serve reads.
func checkReadable(t *testing.T, img *image, settings Settings, after string) {
	t.Helper()
	account := img.account("us-east-1", settings)
	load(account.apis(), new(loaded[API]), new(loaded[API]), account.loadAPI, nil)
	load(account.domainNames(), new(loaded[Domain]), new(loaded[Domain]), account.loadDomain, nil)
	if account.fault != nil {
		t.Fatalf("after %s: %v", after, account.fault)
	}
}

// sameIndex compares the index that a change left with that of a scan. Either
// may go deeper in some places.
func sameIndex(scanned, left *index) error {
	if len(scanned.entries) != len(left.entries) || left.parts == nil && scanned.escaped != left.escaped {
		return fmt.Errorf("%d members, want %d", len(left.entries), len(scanned.entries))
	}
	for i, want := range scanned.entries {
		got := left.entries[i]
		if want.sub != nil && got.sub != nil {
			if err := sameIndex(want.sub, got.sub); err != nil {
				return fmt.Errorf("member %d: %w", i, err)
			}
		}
		want.sub, got.sub = nil, nil
		if got != want {
			return fmt.Errorf("member %d is at %v, want %v", i, got, want)
		}
	}
	return nil
}
