package state

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"gatehouse/model"
)

// fullScene has a resource of every kind.
func fullScene(t testing.TB) *scene {
	s := httpScene(t)
	s.do(`create-stage {"ApiId":"$http","StageName":"prod","AutoDeploy":true}`)
	s.do(`create-deployment {"ApiId":"$http"}`)
	s.do(`create-domain-name {"DomainName":"a.example","DomainNameConfigurations":[{"CertificateArn":"arn:aws:acm:us-east-1:1:certificate/x"}],"RoutingMode":"ROUTING_RULE_ONLY"}`)
	s.name("$mapping", "ApiMappingId", `create-api-mapping {"DomainName":"a.example","ApiId":"$http","Stage":"prod","ApiMappingKey":"v1"}`)
	s.name("$rule", "RoutingRuleId", `create-routing-rule {"DomainName":"a.example","Priority":1,"Conditions":[],"Actions":[{"InvokeApi":{"ApiId":"$http","Stage":"prod"}}]}`)
	s.name("$link", "VpcLinkId", `create-vpc-link {"Name":"l","SubnetIds":["s"]}`)
	s.name("$product", "PortalProductId", `create-portal-product {"DisplayName":"p"}`)
	s.name("$portal", "PortalId", `create-portal `+portalInput)
	s.name("$page", "ProductPageId", `create-product-page {"PortalProductId":"$product","DisplayContent":{"Title":"t","Body":"b"}}`)
	s.name("$chat", "ApiId", `create-api {"Name":"chat","ProtocolType":"WEBSOCKET","RouteSelectionExpression":"$request.body.action"}`)
	s.name("$model", "ModelId", `create-model {"ApiId":"$chat","Name":"m","Schema":"{}"}`)
	return s
}

// fullInputs name them, for any operation.
var fullInputs = []string{
	`{"ApiId":"$http","RouteId":"$route","IntegrationId":"$int","StageName":"prod","AuthorizerId":"$jwt","DomainName":"a.example","DeploymentId":"0000008","RouteKey":"GET /x","ApiMappingId":"$mapping","RoutingRuleId":"$rule"}`,
	`{"ApiId":"$chat","ModelId":"$model","PortalProductId":"$product","ProductPageId":"$page","PortalId":"$portal","VpcLinkId":"$link","Name":"x","ResourceArn":"arn:aws:apigateway:us-east-1::/apis/$chat","Tags":{"a":"b"},"Description":"d"}`,
}

// FuzzOperation runs any operation with any input on any file: it must not
// panic, is refused by the service or because of the file, and what it leaves
// is a file again, whose index is that of a scan.
func FuzzOperation(f *testing.F) {
	s := fullScene(f)
	file := s.content()
	operations := model.Operations()
	for i := range operations {
		for _, input := range fullInputs {
			f.Add(file, uint8(i), s.resolve(input))
		}
	}
	settings := Settings{Now: func() time.Time { return testTime }}
	f.Fuzz(func(t *testing.T, file string, command uint8, input string) {
		op := &operations[int(command)%len(operations)]
		v, err := model.ParseJSON(input)
		in, ok := v.(*model.Document)
		if err != nil || !ok {
			return
		}
		img, err := newImage("x", file)
		if err != nil {
			if _, ok := errors.AsType[*FileError](err); !ok {
				t.Fatalf("newImage() = %v", err)
			}
			return
		}
		account := img.account("us-east-1", settings)
		_, err = account.do(op, in)
		if err != nil {
			_, refused := errors.AsType[*ServiceError](err)
			if _, damaged := errors.AsType[*FileError](err); !refused && !damaged {
				t.Fatalf("%s = %v", op.Command, err)
			}
			return
		}
		if !account.changed() {
			return
		}
		left := account.changedImage()
		scanned, err := newImage("x", left.content())
		if err != nil {
			t.Fatalf("%s left a file that cannot be read: %v\n%s", op.Command, err, left.content())
		}
		if err := sameIndex(scanned.index, left.index); err != nil {
			t.Fatalf("%s left an index that is not the file's: %v\n%s", op.Command, err, left.content())
		}
	})
}

// TestDamagedMembersPanicNothing puts something else in the place of each
// member of a file, and runs every operation on what that makes.
func TestDamagedMembersPanicNothing(t *testing.T) {
	s := fullScene(t)
	file, err := model.ParseJSON(s.content())
	if err != nil {
		t.Fatal(err)
	}
	var inputs []*model.Document
	for _, input := range fullInputs {
		v, err := model.ParseJSON(s.resolve(input))
		if err != nil {
			t.Fatal(err)
		}
		inputs = append(inputs, v.(*model.Document))
	}
	operations := model.Operations()
	settings := Settings{Now: func() time.Time { return testTime }}
	g := rand.New(rand.NewPCG(1, 2))
	tried := 0
	try := func() {
		text := string(model.AppendJSON(nil, file, 2))
		img, err := newImage("x", text)
		if err != nil {
			return
		}
		for range 20 {
			op, in := &operations[g.IntN(len(operations))], inputs[g.IntN(len(inputs))]
			account := img.account("us-east-1", settings)
			if _, err := account.do(op, in); err == nil && account.changed() {
				if _, err := newImage("x", account.changedImage().content()); err != nil {
					t.Fatalf("%s on %s left a file that cannot be read: %v", op.Command, text, err)
				}
			}
			tried++
		}
		(&File{}).load(&reading{image: img})
	}
	damages := []any{nil, true, int64(-5), 1.5, "", "x", "integrations/", []any{}, []any{nil, "x"}, model.NewDocument(), model.NewDocument(model.Field{Name: "Name", Value: model.NewDocument()})}
	var walk func(d *model.Document)
	walk = func(d *model.Document) {
		for i := range d.Len() {
			f := d.At(i)
			for _, damage := range damages {
				d.Set(f.Name, damage)
				try()
			}
			d.Set(f.Name, f.Value)
			if child, ok := f.Value.(*model.Document); ok {
				walk(child)
			}
		}
	}
	walk(file.(*model.Document))
	if tried < 10_000 {
		t.Errorf("only %d operations were tried", tried)
	}
}
