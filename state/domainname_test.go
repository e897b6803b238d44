package state

import (
	"fmt"
	"strings"
	"testing"
)

const certificate = `"CertificateArn":"arn:aws:acm:us-east-1:123456789012:certificate/c"`

func TestDomainNames(t *testing.T) {
	s := newScene(t)
	const tail = `"DomainNameStatus":"AVAILABLE","EndpointType":"REGIONAL","HostedZoneId":"Z1UJRXOUMOOFQ8","IpAddressType":"ipv4","SecurityPolicy":"TLS_1_2"}]`
	const head = `{"ApiMappingSelectionExpression":"$request.basepath","DomainName":"api.example.com","DomainNameArn":"arn:aws:apigateway:us-east-1::/domainnames/api.example.com","DomainNameConfigurations":[{"ApiGatewayDomainName":"d-0000000001.execute-api.us-east-1.amazonaws.com",`
	s.checkAnswers([]answerCase{
		{"a domain name has the service's defaults, in small letters", `create-domain-name {"DomainName":"API.example.com","DomainNameConfigurations":[{` + certificate + `}]}`,
			head + certificate + `,` + tail + `,"RoutingMode":"API_MAPPING_ONLY","Tags":{}}`},
		{"mutual TLS is turned on", `update-domain-name {"DomainName":"Api.example.com","DomainNameConfigurations":[{}],"MutualTlsAuthentication":{"TruststoreUri":"s3://b/k"},"RoutingMode":"ROUTING_RULE_ONLY"}`,
			head + certificate + `,` + tail + `,"MutualTlsAuthentication":{"TruststoreUri":"s3://b/k"},"RoutingMode":"ROUTING_RULE_ONLY","Tags":{}}`},
		{"the configuration merges", `update-domain-name {"DomainName":"api.example.com","DomainNameConfigurations":[{"CertificateName":"n","ApiGatewayDomainName":"mine","HostedZoneId":"mine","DomainNameStatus":"UPDATING","DomainNameStatusMessage":"mine","CertificateUploadDate":"2026-01-02T03:04:05Z"}],"MutualTlsAuthentication":{"TruststoreUri":""}}`,
			head + certificate + `,"CertificateName":"n",` + tail + `,"RoutingMode":"ROUTING_RULE_ONLY","Tags":{}}`},
		{"an empty structure says nothing", `update-domain-name {"DomainName":"api.example.com","DomainNameConfigurations":[{}],"MutualTlsAuthentication":{}}`,
			head + certificate + `,"CertificateName":"n",` + tail + `,"RoutingMode":"ROUTING_RULE_ONLY","Tags":{}}`},
		{"it is listed", `get-domain-names {}`,
			`{"Items":[` + head + certificate + `,"CertificateName":"n",` + tail + `,"RoutingMode":"ROUTING_RULE_ONLY","Tags":{}}]}`},
		{"it goes", `delete-domain-name {"DomainName":"api.example.com"}`, ``},
		{"a wildcard is one", `create-domain-name {"DomainName":"*.example.com","DomainNameConfigurations":[{` + certificate + `}]}`,
			strings.NewReplacer("api.example.com", "*.example.com", "0000000001", "0000000002").Replace(head) + certificate + `,` + tail + `,"RoutingMode":"API_MAPPING_ONLY","Tags":{}}`},
	})
	create := func(name, configuration string) string {
		return `create-domain-name {"DomainName":"` + name + `","DomainNameConfigurations":[` + configuration + `]}`
	}
	const truststore = "BadRequestException: Invalid truststoreUri specified. Must be of the form s3://bucket-name/key-name"
	s.checkRefusals([]refusal{
		{"a name is there once", create("*.example.com", `{`+certificate+`}`), "BadRequestException: The domain name you provided already exists."},
		{"a name has no underscore", create("a_b.example.com", `{`+certificate+`}`), "BadRequestException: Domain names cannot contain an underscore character"},
		{"a name has labels", create("localhost", `{`+certificate+`}`), "BadRequestException: Invalid domain name specified: localhost"},
		{"a label is not empty", create("a..b", `{`+certificate+`}`), "BadRequestException: Invalid domain name specified: a..b"},
		{"only the first label is a wildcard", create("a.*.b", `{`+certificate+`}`), "BadRequestException: Invalid domain name specified: a.*.b"},
		{"AWS's names are its own", create("apigateway.us-east-1.amazonaws.com", `{`+certificate+`}`), "BadRequestException: Invalid domain name specified: apigateway.us-east-1.amazonaws.com"},
		{"a name is needed", create("", `{`+certificate+`}`), "BadRequestException: Invalid domain name specified: "},
		{"a configuration is needed", create("a.b", ``), "BadRequestException: Invalid input. Expected one domain name configuration"},
		{"one is enough", create("a.b", `{`+certificate+`},{`+certificate+`}`), "BadRequestException: Invalid input. Expected one domain name configuration"},
		{"mutual TLS is changed with the configuration", `update-domain-name {"DomainName":"*.example.com","MutualTlsAuthentication":{"TruststoreUri":"s3://b/k"}}`, "BadRequestException: Invalid input. Expected one domain name configuration"},
		{"a truststore is an object of S3", `update-domain-name {"DomainName":"*.example.com","DomainNameConfigurations":[{}],"MutualTlsAuthentication":{"TruststoreUri":"http://b/k"}}`, truststore},
		{"with a key", `update-domain-name {"DomainName":"*.example.com","DomainNameConfigurations":[{}],"MutualTlsAuthentication":{"TruststoreUri":"s3://b"}}`, truststore},
		{"a version is of one", `update-domain-name {"DomainName":"*.example.com","DomainNameConfigurations":[{}],"MutualTlsAuthentication":{"TruststoreVersion":"2"}}`, truststore},
		{"EDGE is for REST APIs", create("a.b", `{`+certificate+`,"EndpointType":"EDGE"}`), "BadRequestException: EDGE endpoint type is not supported for APIGatewayV2 domainName"},
		{"old TLS is for REST APIs", create("a.b", `{`+certificate+`,"SecurityPolicy":"TLS_1_0"}`), "BadRequestException: SecurityPolicy TLS_1_0 is not supported for APIGatewayV2 domainName"},
		{"a certificate is of the region", create("a.b", `{"CertificateArn":"arn:aws:acm:eu-west-1:1:certificate/c"}`), "BadRequestException: Invalid certificate ARN: arn:aws:acm:eu-west-1:1:certificate/c. Certificate must be in 'us-east-1'."},
		{"a certificate is needed", create("a.b", `{}`), "BadRequestException: Invalid certificate ARN: . Certificate must be in 'us-east-1'."},
		{"a domain name must exist", `get-domain-name {"DomainName":"a.b"}`, "NotFoundException: Invalid domain name identifier specified"},
	})
}

// domainScene is httpScene with the stages prod and dev, and the domain name
// api.example.com that takes mappings and rules.
func domainScene(t *testing.T) *scene {
	s := httpScene(t)
	s.do(`create-stage {"ApiId":"$http","StageName":"prod"}`)
	s.do(`create-stage {"ApiId":"$http","StageName":"dev"}`)
	s.do(`create-domain-name {"DomainName":"api.example.com","RoutingMode":"ROUTING_RULE_THEN_API_MAPPING","DomainNameConfigurations":[{` + certificate + `}]}`)
	return s
}

func TestApiMappings(t *testing.T) {
	s := domainScene(t)
	s.checkAnswers([]answerCase{
		{"a mapping may be for the root", `create-api-mapping {"DomainName":"api.example.com","ApiId":"$http","Stage":"prod"}`,
			`{"ApiId":"$http","ApiMappingId":"000007","Stage":"prod"}`},
		{"a mapping may have levels", `create-api-mapping {"DomainName":"API.example.com","ApiId":"$http","Stage":"dev","ApiMappingKey":"shop/eu"}`,
			`{"ApiId":"$http","ApiMappingId":"000008","ApiMappingKey":"shop/eu","Stage":"dev"}`},
		{"a mapping changes", `update-api-mapping {"DomainName":"api.example.com","ApiMappingId":"000008","ApiId":"$http","Stage":"prod"}`,
			`{"ApiId":"$http","ApiMappingId":"000008","ApiMappingKey":"shop/eu","Stage":"prod"}`},
		{"mappings are listed", `get-api-mappings {"DomainName":"api.example.com"}`,
			`{"Items":[{"ApiId":"$http","ApiMappingId":"000007","Stage":"prod"},{"ApiId":"$http","ApiMappingId":"000008","ApiMappingKey":"shop/eu","Stage":"prod"}]}`},
	})
	s.name("$chat", "ApiId", `create-api {"Name":"chat","ProtocolType":"WEBSOCKET","RouteSelectionExpression":"$request.body.a"}`)
	s.do(`create-stage {"ApiId":"$chat","StageName":"prod"}`)
	create := func(members string) string {
		return `create-api-mapping {"DomainName":"api.example.com","ApiId":"$http","Stage":"prod",` + members + `}`
	}
	const (
		start = "BadRequestException: API mapping key should not start with a '/' or have consecutive '/'s."
		chars = "BadRequestException: API mapping key should only contain the characters a-zA-Z0-9$-_.+!*'()/ and be at most 300 characters long."
	)
	s.checkRefusals([]refusal{
		{"a key is there once", create(`"ApiMappingKey":"shop/eu"`), "ConflictException: ApiMapping key already exists for this domain name"},
		{"the root is there once", create(`"ApiMappingKey":""`), "ConflictException: ApiMapping key already exists for this domain name"},
		{"also on update", `update-api-mapping {"DomainName":"api.example.com","ApiMappingId":"000008","ApiId":"$http","ApiMappingKey":""}`, "ConflictException: ApiMapping key already exists for this domain name"},
		{"a key does not start with a slash", create(`"ApiMappingKey":"/a"`), start},
		{"a key has no empty level", create(`"ApiMappingKey":"a//b"`), start},
		{"a key does not end with a slash", create(`"ApiMappingKey":"a/"`), "BadRequestException: API mapping key should not end with a '/'."},
		{"a key has no blank", create(`"ApiMappingKey":"a b"`), chars},
		{"a key is not too long", create(`"ApiMappingKey":"` + strings.Repeat("a", 301) + `"`), chars},
		{"a stage must exist", `create-api-mapping {"DomainName":"api.example.com","ApiId":"$http","Stage":"nope"}`, "BadRequestException: Invalid stage identifier specified"},
		{"an API must exist", `create-api-mapping {"DomainName":"api.example.com","ApiId":"nope","Stage":"prod"}`, "NotFoundException: Invalid API identifier specified 123456789012:nope"},
		{"a domain name must exist", `create-api-mapping {"DomainName":"a.b","ApiId":"$http","Stage":"prod"}`, "NotFoundException: Invalid domain name identifier specified"},
		{"protocols do not mix", `create-api-mapping {"DomainName":"api.example.com","ApiId":"$chat","Stage":"prod","ApiMappingKey":"chat"}`, "BadRequestException: A domain name cannot have API mappings to both WEBSOCKET and HTTP APIs"},
		{"a mapping must exist", `get-api-mapping {"DomainName":"api.example.com","ApiMappingId":"nope"}`, "NotFoundException: Invalid API mapping identifier specified"},
		{"an API that is mapped stays", `delete-api {"ApiId":"$http"}`, "BadRequestException: Deleting API $http failed. Please remove all API mappings for the API from your custom domain names."},
		{"a stage that is mapped stays", `delete-stage {"ApiId":"$http","StageName":"prod"}`, "BadRequestException: Deleting stage prod failed. Please remove all API mappings for the stage from your custom domain names."},
	})
	s.do(`delete-stage {"ApiId":"$http","StageName":"dev"}`)
	s.do(`delete-api-mapping {"DomainName":"api.example.com","ApiMappingId":"000007"}`)
	s.do(`delete-api-mapping {"DomainName":"api.example.com","ApiMappingId":"000008"}`)
	s.do(`delete-api {"ApiId":"$http"}`)
}

func TestRoutingRules(t *testing.T) {
	s := domainScene(t)
	const arn = `"RoutingRuleArn":"arn:aws:apigateway:us-east-1:123456789012:/domainnames/api.example.com/routingrules/`
	const action = `"Actions":[{"InvokeApi":{"ApiId":"$http","Stage":"prod"`
	s.checkAnswers([]answerCase{
		{"a rule may match everything", `create-routing-rule {"DomainName":"api.example.com","Priority":100,"Conditions":[],` + action + `}}]}`,
			`{` + action + `,"StripBasePath":false}}],"Conditions":[],"Priority":100,` + arn + `000007","RoutingRuleId":"000007"}`},
		{"a rule is replaced as a whole", `put-routing-rule {"DomainName":"api.example.com","RoutingRuleId":"000007","Priority":5,"Conditions":[{"MatchHeaders":{"AnyOf":[{"Header":"X-A","ValueGlob":"*b*"}]}},{"MatchBasePaths":{"AnyOf":["a/b"]}}],` + action + `,"StripBasePath":true}}]}`,
			`{` + action + `,"StripBasePath":true}}],"Conditions":[{"MatchHeaders":{"AnyOf":[{"Header":"X-A","ValueGlob":"*b*"}]}},{"MatchBasePaths":{"AnyOf":["a/b"]}}],"Priority":5,` + arn + `000007","RoutingRuleId":"000007"}`},
		{"rules are listed under their own name", `list-routing-rules {"DomainName":"api.example.com","MaxResults":1}`,
			`{"RoutingRules":[{` + action + `,"StripBasePath":true}}],"Conditions":[{"MatchHeaders":{"AnyOf":[{"Header":"X-A","ValueGlob":"*b*"}]}},{"MatchBasePaths":{"AnyOf":["a/b"]}}],"Priority":5,` + arn + `000007","RoutingRuleId":"000007"}]}`},
	})
	for i, glob := range []string{"*", "*b", "b*", "*" + strings.Repeat("b", 39) + "*", strings.Repeat("b", 127)} {
		s.do(fmt.Sprintf(`put-routing-rule {"DomainName":"api.example.com","RoutingRuleId":"000007","Priority":%d,"Conditions":[{"MatchHeaders":{"AnyOf":[{"Header":"a","ValueGlob":"%s"}]}}],%s}}]}`, 1+i, glob, action))
	}
	create := func(conditions string) string {
		return `create-routing-rule {"DomainName":"api.example.com","Priority":6,"Conditions":[` + conditions + `],` + action + `}}]}`
	}
	header := func(name, glob string) string {
		return `{"MatchHeaders":{"AnyOf":[{"Header":"` + name + `","ValueGlob":"` + glob + `"}]}}`
	}
	path := func(path string) string { return `{"MatchBasePaths":{"AnyOf":["` + path + `"]}}` }
	const both = "BadRequestException: A condition of a routing rule must have either matchHeaders or matchBasePaths"
	const many = "BadRequestException: A routing rule can have at most 2 matchHeaders conditions and 1 matchBasePaths condition"
	s.checkRefusals([]refusal{
		{"a priority is there once", strings.Replace(create(""), `:6,`, `:5,`, 1), "ConflictException: A routing rule with priority 5 already exists for this domain name"},
		{"a priority has a lower bound", strings.Replace(create(""), `:6,`, `:0,`, 1), "BadRequestException: Invalid priority specified. Must be between 1 and 1000000"},
		{"an action is needed", `create-routing-rule {"DomainName":"api.example.com","Priority":6,"Conditions":[],"Actions":[]}`, "BadRequestException: A routing rule must have exactly one action, which must be invokeApi"},
		{"an API must exist", strings.Replace(create(""), `$http`, `nope`, 1), "NotFoundException: Invalid API identifier specified 123456789012:nope"},
		{"a stage must exist", strings.Replace(create(""), `"prod"`, `"nope"`, 1), "BadRequestException: Invalid stage identifier specified"},
		{"a condition is one thing", create(`{}`), both},
		{"headers are two at most", create(header("a", "b") + "," + header("c", "d") + "," + header("e", "f")), many},
		{"a base path is one", create(path("a") + "," + path("b")), many},
		{"some headers cannot be matched", create(header("Authorization", "x")), "BadRequestException: Header Authorization cannot be used in a condition of a routing rule"},
		{"a header has a name", create(header("a b", "x")), "BadRequestException: Header a b cannot be used in a condition of a routing rule"},
		{"a name is ASCII", create(header("ü", "x")), "BadRequestException: Header ü cannot be used in a condition of a routing rule"},
		{"what is within has a length", create(header("a", "*"+strings.Repeat("b", 40)+"*")), "BadRequestException: Value *" + strings.Repeat("b", 40) + "* cannot be used in a condition of a routing rule"},
		{"and is something", create(header("a", "**")), "BadRequestException: Value ** cannot be used in a condition of a routing rule"},
		{"a wildcard is at an end", create(header("a", "b*c")), "BadRequestException: Value b*c cannot be used in a condition of a routing rule"},
		{"a base path has a form", create(path("/a")), "BadRequestException: API mapping key should not start with a '/' or have consecutive '/'s."},
		{"a page has an upper bound", `list-routing-rules {"DomainName":"api.example.com","MaxResults":101}`, "BadRequestException: Invalid maxResults specified. Must be between 1 and 100"},
		{"a rule must exist", `get-routing-rule {"DomainName":"api.example.com","RoutingRuleId":"nope"}`, "NotFoundException: Invalid routing rule identifier specified"},
		{"an API that a rule invokes stays", `delete-api {"ApiId":"$http"}`, "BadRequestException: Deleting API $http failed. Please remove all routing rules for the API from your custom domain names."},
		{"a stage that a rule invokes stays", `delete-stage {"ApiId":"$http","StageName":"prod"}`, "BadRequestException: Deleting stage prod failed. Please remove all routing rules for the stage from your custom domain names."},
	})
	s.do(`update-domain-name {"DomainName":"api.example.com","RoutingMode":"API_MAPPING_ONLY"}`)
	if got, want := s.refused(create("")), "BadRequestException: Routing rules are not supported for a domain name with routing mode API_MAPPING_ONLY"; got != want {
		t.Errorf("create-routing-rule = %q, want %q", got, want)
	}
	s.do(`delete-routing-rule {"DomainName":"api.example.com","RoutingRuleId":"000007"}`)
}
