package state

import (
	"strings"

	"gatehouse/model"
)

const (
	routingModeMappings = "API_MAPPING_ONLY"

	// hostedZone is the DNS zone of API Gateway's regional endpoints in
	// us-east-1 (obs). Other regions have others, which nothing here needs.
	hostedZone = "Z1UJRXOUMOOFQ8"
)

// CreateDomainName adds a custom domain name.
//
// https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/domainnames.html
func (a *Account) CreateDomainName(in model.CreateDomainNameInput) (*model.DomainName, error) {
	name := strings.ToLower(value(in.DomainName)) // kept in small letters (guess)
	if err := checkDomainName(name); err != nil {
		return nil, err
	}
	if a.domainNames().has(name) {
		return nil, badRequest("The domain name you provided already exists.") // obs, as 400 or 409
	}
	stored := &model.DomainName{
		DomainName:  &name,
		RoutingMode: in.RoutingMode,
		Tags:        in.Tags,
	}
	if err := a.configureDomain(stored, in.DomainNameConfigurations); err != nil {
		return nil, err
	}
	if err := setTruststore(stored, in.MutualTlsAuthentication); err != nil {
		return nil, err
	}
	if err := checkTags(in.Tags); err != nil {
		return nil, err
	}
	stored.DomainNameConfigurations[0].ApiGatewayDomainName = new(AWSHost(a.Region, "d-"+a.newID(apiIDLength)))
	a.domainNames().put(name, stored)
	return a.showDomainName(stored), nil
}

// GetDomainName returns one custom domain name.
func (a *Account) GetDomainName(in model.GetDomainNameInput) (*model.DomainName, error) {
	domain, err := a.domainName(in.DomainName)
	if err != nil {
		return nil, err
	}
	return a.showDomainName(domain), nil
}

// GetDomainNames lists the region's custom domain names.
func (a *Account) GetDomainNames(in model.GetDomainNamesInput) (*model.GetDomainNamesOutput, error) {
	items, next, err := a.domainNames().page(in.MaxResults, in.NextToken)
	if err != nil {
		return nil, err
	}
	for i := range items {
		a.showDomainName(&items[i])
	}
	return &model.GetDomainNamesOutput{Items: items, NextToken: next}, nil
}

// UpdateDomainName changes the members that are given; those of the
// configuration merge (guess). An empty TruststoreUri turns mutual TLS off. A
// change of mutual TLS wants the configuration with it (obs: Terraform's provider
// for AWS, issue 18312).
func (a *Account) UpdateDomainName(in model.UpdateDomainNameInput) (*model.DomainName, error) {
	domain, err := a.domainName(in.DomainName)
	if err != nil {
		return nil, err
	}
	if in.DomainNameConfigurations != nil || in.MutualTlsAuthentication != nil {
		if err := a.configureDomain(domain, in.DomainNameConfigurations); err != nil {
			return nil, err
		}
	}
	if in.RoutingMode != nil {
		domain.RoutingMode = in.RoutingMode
	}
	if err := setTruststore(domain, in.MutualTlsAuthentication); err != nil {
		return nil, err
	}
	a.domainNames().put(*domain.DomainName, domain)
	return a.showDomainName(domain), nil
}

// DeleteDomainName removes a custom domain name with its mappings and rules
// (guess: some clients report that AWS wants the mappings gone first).
func (a *Account) DeleteDomainName(in model.DeleteDomainNameInput) error {
	domain, err := a.domainName(in.DomainName)
	if err != nil {
		return err
	}
	a.domainNames().remove(*domain.DomainName)
	return nil
}

// domainName finds the domain name that an operation addresses.
func (a *Account) domainName(name *string) (*model.DomainName, error) {
	domain := a.domainNames().get(strings.ToLower(value(name)))
	if domain == nil {
		return nil, notFound("Invalid domain name identifier specified") // obs
	}
	return domain, nil
}

// checkDomainName checks the form of a custom domain name: labels, of which
// the first may be a wildcard (doc; guess: the text but for the underscore). AWS's
// own names, for which nobody gets a certificate, are none (guess).
func checkDomainName(name string) error {
	if strings.Contains(name, "_") {
		return badRequest("Domain names cannot contain an underscore character") // obs
	}
	labels := strings.Split(strings.TrimPrefix(name, "*."), ".")
	valid := len(labels) > 1 && len(name) <= 253 && !strings.HasSuffix("."+name, ".amazonaws.com") && !strings.HasSuffix("."+name, ".amazonaws.com.cn")
	for _, label := range labels {
		valid = valid && label != "" && len(label) <= 63 && label[0] != '-' && label[len(label)-1] != '-' &&
			!strings.ContainsFunc(label, func(c rune) bool { return !isAlphanumeric(c) && c != '-' })
	}
	if !valid {
		return badRequest("Invalid domain name specified: %s", name)
	}
	return nil
}

// configureDomain lays the one configuration that is given over a domain's.
func (a *Account) configureDomain(domain *model.DomainName, given []model.DomainNameConfiguration) error {
	if len(given) != 1 {
		return badRequest("Invalid input. Expected one domain name configuration") // obs
	}
	var merged model.DomainNameConfiguration
	if len(domain.DomainNameConfigurations) > 0 {
		merged = domain.DomainNameConfigurations[0]
	}
	wanted := given[0]
	// The service sets these (doc); guess: that it passes over them.
	wanted.ApiGatewayDomainName, wanted.HostedZoneId, wanted.CertificateUploadDate = nil, nil, nil
	wanted.DomainNameStatus, wanted.DomainNameStatusMessage = nil, nil
	model.Overlay(&merged, &wanted)
	if value(merged.EndpointType) == "EDGE" {
		return badRequest("EDGE endpoint type is not supported for APIGatewayV2 domainName") // obs
	}
	// The certificate is taken at its word: the form of its ARN is checked,
	// not that it exists (local).
	arn, ok := parseARN(value(merged.CertificateArn))
	if !ok || arn.service != "acm" || arn.region != a.Region || !strings.HasPrefix(arn.resource, "certificate/") {
		return badRequest("Invalid certificate ARN: %s. Certificate must be in '%s'.", value(merged.CertificateArn), a.Region) // obs
	}
	if policy := value(merged.SecurityPolicy); policy != "" && policy != "TLS_1_2" { // doc; guess: the text
		return badRequest("SecurityPolicy %s is not supported for APIGatewayV2 domainName", policy)
	}
	domain.DomainNameConfigurations = []model.DomainNameConfiguration{merged}
	return nil
}

// setTruststore turns mutual TLS on, or off with an empty URI. That the object
// exists is not asked: serve --truststore says which file stands for it (local).
func setTruststore(domain *model.DomainName, given *model.MutualTlsAuthenticationInput) error {
	if given == nil || given.TruststoreUri == nil && given.TruststoreVersion == nil {
		return nil
	}
	if value(given.TruststoreUri) == "" && given.TruststoreUri != nil {
		domain.MutualTlsAuthentication = nil
		return nil
	}
	merged := value(domain.MutualTlsAuthentication)
	model.Overlay(&merged, given)
	bucket, key, _ := strings.Cut(strings.TrimPrefix(value(merged.TruststoreUri), "s3://"), "/")
	if !strings.HasPrefix(value(merged.TruststoreUri), "s3://") || bucket == "" || key == "" { // doc: the form; guess: the text
		return badRequest("Invalid truststoreUri specified. Must be of the form s3://bucket-name/key-name")
	}
	domain.MutualTlsAuthentication = &merged
	return nil
}

// showDomainName adds what every domain name has and the file does not repeat
// (obs).
func (a *Account) showDomainName(domain *model.DomainName) *model.DomainName {
	domain.ApiMappingSelectionExpression = new("$request.basepath")
	domain.DomainNameArn = new(a.arn("/domainnames/"+*domain.DomainName, false))
	setDefault(&domain.RoutingMode, routingModeMappings)
	for i := range domain.DomainNameConfigurations {
		c := &domain.DomainNameConfigurations[i]
		setDefault(&c.DomainNameStatus, "AVAILABLE")
		setDefault(&c.EndpointType, "REGIONAL")
		setDefault(&c.HostedZoneId, hostedZone)
		setDefault(&c.IpAddressType, "ipv4")
		setDefault(&c.SecurityPolicy, "TLS_1_2")
	}
	if domain.Tags == nil {
		domain.Tags = model.StringMap[string]{}
	}
	return domain
}

// arn is the ARN of a resource of this account. Most leave the account out
// (obs).
func (a *Account) arn(resource string, withAccount bool) string {
	arn := amazonResource{service: "apigateway", region: a.Region, resource: resource}
	if withAccount {
		arn.account = a.Settings.accountID()
	}
	return arn.String()
}
