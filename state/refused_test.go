package state

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gatehouse/model"
)

// everythingScene has some of everything that an operation may touch beside
// what it names: $http is deployed automatically to live, by hand to fixed,
// and mapped; $quick was made with its target.
func everythingScene(t testing.TB) *scene {
	s := httpScene(t)
	s.do(`create-stage {"ApiId":"$http","StageName":"live","AutoDeploy":true}`)
	s.do(`create-stage {"ApiId":"$http","StageName":"fixed"}`)
	s.name("$deployment", "DeploymentId", `create-deployment {"ApiId":"$http","StageName":"fixed"}`)
	s.name("$safe", "RouteId", `create-route {"ApiId":"$http","RouteKey":"GET /safe","AuthorizationType":"JWT","AuthorizerId":"$jwt"}`)
	s.name("$quick", "ApiId", `create-api {"Name":"quick","ProtocolType":"HTTP","Target":"http://127.0.0.1:9000"}`)
	s.do(`create-domain-name {"DomainName":"api.example.com","DomainNameConfigurations":[{` + certificate + `}]}`)
	s.do(`create-api-mapping {"DomainName":"api.example.com","ApiId":"$http","Stage":"live"}`)
	s.name("$mapping", "ApiMappingId", `create-api-mapping {"DomainName":"api.example.com","ApiId":"$http","Stage":"fixed","ApiMappingKey":"v1"}`)
	s.do(`create-domain-name {"DomainName":"rules.example.com","RoutingMode":"ROUTING_RULE_ONLY","DomainNameConfigurations":[{` + certificate + `}]}`)
	s.name("$rule", "RoutingRuleId", `create-routing-rule {"DomainName":"rules.example.com","Priority":1,"Conditions":[],"Actions":[{"InvokeApi":{"ApiId":"$quick","Stage":"$default"}}]}`)
	s.name("$product", "PortalProductId", `create-portal-product {"DisplayName":"p"}`)
	s.name("$arn", "PortalProductArn", `get-portal-product {"PortalProductId":"$product"}`)
	s.name("$portal", "PortalId", `create-portal `+strings.Replace(portalInput, "{", `{"IncludedPortalProductArns":["$arn"],`, 1))
	s.do(`publish-portal {"PortalId":"$portal"}`)
	return s
}

// TestARefusedOperationLeavesNothingBehind runs operations that are refused
// after a part of what they do could have been done: in the same process and
// the same write, what comes after them finds the account without it.
func TestARefusedOperationLeavesNothingBehind(t *testing.T) {
	s := everythingScene(t)
	long := strings.Repeat("x", 1025)
	const tooLong = "BadRequestException: 1 validation error detected: Value '"
	warned := `{"openapi":"3.0.1","info":{"title":"t"},"paths":{"/p":{"get":{"x-amazon-apigateway-integration":{"type":"mock"}}}}}`
	tests := []refusal{
		{"the second half of an import", imports("import-api", `,"FailOnWarnings":true`, warned), "BadRequestException: Warnings found during import:"},
		{"an import in the place of routes", imports("reimport-api", `,"ApiId":"$http","FailOnWarnings":true`, warned), "BadRequestException: Warnings found during import:"},
		{"the route of quick create", `create-api {"Name":"q","ProtocolType":"HTTP","Target":"http://a","RouteKey":"TRACE /x"}`, "BadRequestException: The provided route key is not formatted properly"},
		{"the integration of quick create", `create-api {"Name":"q","ProtocolType":"HTTP","Target":"nonsense"}`, "BadRequestException: Invalid integration URI specified"},
		{"the length of a text, after quick create", `create-api {"Name":"q","ProtocolType":"HTTP","Target":"http://a","Description":"` + long + `"}`, tooLong},
		{"the target, after the route key", `update-api {"ApiId":"$quick","RouteKey":"GET /new","Target":"nonsense"}`, "BadRequestException: Invalid integration URI specified"},
		{"the route key, after the name", `update-api {"ApiId":"$quick","Name":"new","CorsConfiguration":{"MaxAge":1},"RouteKey":"TRACE /x"}`, "BadRequestException: The provided route key is not formatted properly"},
		{"CORS, after the name and the route key", `update-api {"ApiId":"$quick","Name":"new","RouteKey":"GET /new","CorsConfiguration":{"MaxAge":86401}}`, "BadRequestException: max-age must be between -1 and 86400"},
		{"the length of a text, after a deployment", `update-api {"ApiId":"$http","CorsConfiguration":{"MaxAge":1},"Description":"` + long + `"}`, tooLong},
		{"the stage of a deployment", `create-deployment {"ApiId":"$http","StageName":"none"}`, "BadRequestException: Stage none does not exist."},
		{"the length of a text, after a stage was deployed", `create-deployment {"ApiId":"$http","StageName":"fixed","Description":"` + long + `"}`, tooLong},
		{"the length of a text, after a stage was made", `create-stage {"ApiId":"$http","StageName":"new","AutoDeploy":true,"Description":"` + long + `"}`, tooLong},
		{"the length of a text, after a snapshot", `update-stage {"ApiId":"$http","StageName":"live","AutoDeploy":false,"Description":"` + long + `"}`, tooLong},
		{"one of two stage variables", `update-stage {"ApiId":"$http","StageName":"live","StageVariables":{"a":"b","c d":"e"}}`, "BadRequestException: Stage variable name c d is not valid."},
		{"the settings of one of two routes", `update-stage {"ApiId":"$http","StageName":"live","RouteSettings":{"GET /pets":{"ThrottlingBurstLimit":1},"GET /none":{"ThrottlingBurstLimit":1}}}`, "NotFoundException: Unable to find Route by key GET /none"},
		{"an API that is mapped", `delete-api {"ApiId":"$http"}`, "BadRequestException: Deleting API $http failed. Please remove all API mappings"},
		{"an API with a routing rule", `delete-api {"ApiId":"$quick"}`, "BadRequestException: Deleting API $quick failed. Please remove all routing rules"},
		{"a stage that is mapped", `delete-stage {"ApiId":"$http","StageName":"fixed"}`, "BadRequestException: Deleting stage fixed failed."},
		{"a deployment that is served", `delete-deployment {"ApiId":"$http","DeploymentId":"$deployment"}`, "BadRequestException: Active stages pointing to this deployment"},
		{"an integration with a route", `delete-integration {"ApiId":"$http","IntegrationId":"$int"}`, "ConflictException: Cannot delete Integration because it is referenced"},
		{"an authorizer with a route", `delete-authorizer {"ApiId":"$http","AuthorizerId":"$jwt"}`, "ConflictException: Cannot delete authorizer 'tokens'"},
		{"the length of a text, after a route was deployed", `create-route {"ApiId":"$http","RouteKey":"GET /new","OperationName":"` + long + `"}`, tooLong},
		{"the length of a text, after an integration was changed", `update-integration {"ApiId":"$http","IntegrationId":"$int","RequestParameters":{"append:header.a":"b"},"Description":"` + long + `"}`, tooLong},
		{"one of two mappings", `update-integration {"ApiId":"$http","IntegrationId":"$int","RequestParameters":{"append:header.a":"b","append:header.via":"c"}}`, "BadRequestException: Invalid mapping expression specified"},
		{"the key of a route that is there", `update-route {"ApiId":"$http","RouteId":"$safe","OperationName":"new","RouteKey":"GET /pets"}`, "ConflictException: Route with key GET /pets already exists for this API"},
		{"one of two tags", `tag-resource {"ResourceArn":"arn:aws:apigateway:us-east-1::/apis/$http","Tags":{"a":"b","aws:c":"d"}}`, "BadRequestException: Invalid tag key aws:c."},
		{"the tags of a new API", `create-api {"Name":"q","ProtocolType":"HTTP","Tags":{"aws:c":"d"}}`, "BadRequestException: Invalid tag key aws:c."},
		{"the key of a mapping that is there", `create-api-mapping {"DomainName":"api.example.com","ApiId":"$http","Stage":"live","ApiMappingKey":"v1"}`, "ConflictException: ApiMapping key already exists"},
		{"the stage of a mapping", `update-api-mapping {"DomainName":"api.example.com","ApiMappingId":"$mapping","ApiId":"$http","ApiMappingKey":"v2","Stage":"none"}`, "BadRequestException: Invalid stage identifier specified"},
		{"the certificate of a domain", `update-domain-name {"DomainName":"api.example.com","RoutingMode":"ROUTING_RULE_ONLY","DomainNameConfigurations":[{"CertificateArn":"arn:aws:acm:eu-west-1:1:certificate/x"}]}`, "BadRequestException: Invalid certificate ARN"},
		{"the action of a rule", `put-routing-rule {"DomainName":"rules.example.com","RoutingRuleId":"$rule","Priority":2,"Conditions":[],"Actions":[{"InvokeApi":{"ApiId":"$quick","Stage":"none"}}]}`, "BadRequestException: Invalid stage identifier specified"},
		{"a portal that is published", `delete-portal {"PortalId":"$portal"}`, "ConflictException: Portal $portal must be disabled"},
		{"a product in a portal", `delete-portal-product {"PortalProductId":"$product"}`, "ConflictException: Portal product $product is included"},
		{"a product of a portal", `update-portal {"PortalId":"$portal","LogoUri":"https://a/l.png","IncludedPortalProductArns":["$arn","nonsense"]}`, "BadRequestException: Invalid portal product specified: nonsense"},
		{"the length of a text, after a portal was published", `publish-portal {"PortalId":"$portal","Description":"` + long + `"}`, tooLong},
		{"the body of a page", `create-product-page {"PortalProductId":"$product","DisplayContent":{"Title":"t"}}`, "BadRequestException: DisplayContent must have a title and a body"},
	}
	before := s.content()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			after := `update-api {"ApiId":"$http","Version":"2"}`
			refused, got := s.together(t, before, test.command, after)
			if want := s.resolve(test.want); refused == nil || !strings.HasPrefix(refused.Error(), want) {
				t.Fatalf("%.200s = %v, want %s", test.command, refused, want)
			}
			if _, want := s.together(t, before, after); got != want {
				t.Errorf("after %.200s was refused, the file is\n%s\nwant\n%s", test.command, got, want)
			}
		})
	}
}

// together makes changes in one write of a file with a content, of which the
// last must succeed. It returns how the first was refused, if it was, and the
// content after all.
func (s *scene) together(t *testing.T, content string, commands ...string) (refused *ServiceError, after string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "state.json")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	var batch []*change
	for _, command := range commands {
		name, input, _ := strings.Cut(s.resolve(command), " ")
		in, err := model.ParseJSON(input)
		if err != nil {
			t.Fatal(err)
		}
		batch = append(batch, &change{region: "us-east-1", op: model.OperationByCommand(name), in: in.(*model.Document)})
	}
	f := &File{Path: path, Settings: s.file.Settings}
	resolved, unlock, err := f.begin(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	f.make(resolved, batch)
	if err := batch[len(batch)-1].err; err != nil {
		t.Fatal(err)
	}
	written, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	refused, _ = errors.AsType[*ServiceError](batch[0].err)
	return refused, string(written)
}
