package state

import (
	"fmt"
	"strings"
	"testing"
)

func TestTags(t *testing.T) {
	s := httpScene(t)
	s.do(`create-stage {"ApiId":"$http","StageName":"$default"}`)
	s.do(`create-domain-name {"DomainName":"api.example.com","DomainNameConfigurations":[{"CertificateArn":"arn:aws:acm:us-east-1:1:certificate/x"}]}`)
	s.name("$link", "VpcLinkId", `create-vpc-link {"Name":"l","SubnetIds":["s"]}`)
	s.name("$product", "PortalProductId", `create-portal-product {"DisplayName":"p"}`)
	s.name("$portal", "PortalId", `create-portal `+portalInput)
	const arn = `"ResourceArn":"arn:aws:apigateway:us-east-1:`
	for _, resource := range []string{
		`:/apis/$http`, `:/apis/$http/stages/$default`, `:/domainnames/api.example.com`, `:/vpclinks/$link`,
		`123456789012:/portalproducts/$product`, `123456789012:/portals/$portal`,
	} {
		s.checkAnswers([]answerCase{
			{resource + " has none", `get-tags {` + arn + resource + `"}`, `{"Tags":{}}`},
			{resource + " gets some", `tag-resource {` + arn + resource + `","Tags":{"a":"1","b":"2"}}`, `{}`},
			{resource + " merges more", `tag-resource {` + arn + resource + `","Tags":{"b":"3","c":""}}`, `{}`},
			{resource + " shows them", `get-tags {` + arn + resource + `"}`, `{"Tags":{"a":"1","b":"3","c":""}}`},
			{resource + " loses one, and one that it has not", `untag-resource {` + arn + resource + `","TagKeys":["a","z"]}`, ``},
			{resource + " has the rest", `get-tags {` + arn + resource + `"}`, `{"Tags":{"b":"3","c":""}}`},
			{resource + " loses all", `untag-resource {` + arn + resource + `","TagKeys":["b","c"]}`, ``},
			{resource + " has none again", `get-tags {` + arn + resource + `"}`, `{"Tags":{}}`},
		})
	}
	tags := make([]string, 51)
	for i := range tags {
		tags[i] = fmt.Sprintf(`"k%d":"v"`, i)
	}
	tag := func(tags string) string { return `tag-resource {` + arn + `:/apis/$http","Tags":{` + tags + `}}` }
	s.checkRefusals([]refusal{
		{"an API must exist", `get-tags {` + arn + `:/apis/nope"}`, "NotFoundException: Invalid API identifier specified 123456789012:nope"},
		{"a stage must exist", `get-tags {` + arn + `:/apis/$http/stages/nope"}`, "NotFoundException: Invalid stage identifier specified"},
		{"a route has no tags", `get-tags {` + arn + `:/apis/$http/routes/$route"}`, "BadRequestException: Invalid ARN specified: arn:aws:apigateway:us-east-1::/apis/$http/routes/$route"},
		{"another region's resource is not here", `get-tags {"ResourceArn":"arn:aws:apigateway:eu-west-1::/apis/$http"}`, "NotFoundException: Invalid resource ARN specified arn:aws:apigateway:eu-west-1::/apis/$http"},
		{"an ARN has a form", `get-tags {"ResourceArn":"$http"}`, "BadRequestException: Invalid ARN specified: $http"},
		{"there are not too many", tag(strings.Join(tags, ",")), "BadRequestException: A resource can have at most 50 tags"},
		{"a key is not too long", tag(`"` + strings.Repeat("k", 129) + `":""`), "BadRequestException: Invalid tag key " + strings.Repeat("k", 129) + ". A tag key must have 1 to 128 characters"},
		{"a value is not too long", tag(`"k":"` + strings.Repeat("v", 257) + `"`), "BadRequestException: Invalid value of tag k. A tag value must have at most 256 characters"},
		{"some keys are the service's", tag(`"aws:x":"1"`), "BadRequestException: Invalid tag key aws:x. Tag keys that start with aws: are reserved"},
	})
}
