package openapi

import (
	"strings"
	"testing"
	"time"

	"gatehouse/model"
)

const functionURI = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:f/invocations"

var testCreated = time.Date(2026, 11, 22, 17, 0, 0, 0, time.UTC)

// orders is an API with something of everything.
func orders() *Definition {
	return &Definition{
		Name: new("orders"),
		Tags: model.StringMap[string]{{Key: "team", Value: "a"}},
		Cors: &model.Cors{AllowMethods: []string{"GET"}, AllowHeaders: []string{"a"}, ExposeHeaders: []string{"b"}, MaxAge: new(int64(300)), AllowOrigins: []string{"https://x"}},
		Authorizers: []model.Authorizer{
			{AuthorizerId: new("jwt1"), Name: new("auth"), AuthorizerType: new("JWT"), IdentitySource: []string{"$request.header.Authorization"},
				JwtConfiguration: &model.JWTConfiguration{Audience: []string{"c1"}, Issuer: new("https://i")}},
			{AuthorizerId: new("req1"), Name: new("lambda"), AuthorizerType: new("REQUEST"), IdentitySource: []string{"$request.header.Authorization", "$context.path"},
				AuthorizerUri: new(functionURI), AuthorizerPayloadFormatVersion: new("2.0"), AuthorizerResultTtlInSeconds: new(int64(300)), EnableSimpleResponses: new(true)},
		},
		Integrations: []model.Integration{
			{IntegrationId: new("fn"), IntegrationType: new("AWS_PROXY"), IntegrationMethod: new("POST"), IntegrationUri: new("arn:aws:lambda:us-east-1:123456789012:function:f"),
				PayloadFormatVersion: new("2.0"), ConnectionType: new("INTERNET"), TimeoutInMillis: new(int64(30000))},
			{IntegrationId: new("web"), IntegrationType: new("HTTP_PROXY"), IntegrationMethod: new("ANY"), IntegrationUri: new("https://backend.example/{proxy}"),
				PayloadFormatVersion: new("1.0"), ConnectionType: new("INTERNET"), TimeoutInMillis: new(int64(12000)),
				RequestParameters:  model.StringMap[string]{{Key: "append:querystring.a", Value: "$request.path.proxy"}},
				ResponseParameters: model.StringMap[model.StringMap[string]]{{Key: "200", Value: model.StringMap[string]{{Key: "overwrite:header.x", Value: "v"}}}}},
			{IntegrationId: new("a1b2c3d"), IntegrationType: new("AWS_PROXY"), IntegrationSubtype: new("SQS-PurgeQueue"), CredentialsArn: new("arn:aws:iam::123456789012:role/r"),
				PayloadFormatVersion: new("1.0"), ConnectionType: new("INTERNET"), RequestParameters: model.StringMap[string]{{Key: "QueueUrl", Value: "q"}}},
		},
		Routes: []model.Route{
			{RouteKey: new("GET /orders/{id}"), Target: new("integrations/fn"), AuthorizationType: new("JWT"), AuthorizerId: new("jwt1"), AuthorizationScopes: []string{"orders/read"}, OperationName: new("getOrder")},
			{RouteKey: new("ANY /files/{proxy+}"), Target: new("integrations/web"), AuthorizationType: new("CUSTOM"), AuthorizerId: new("req1")},
			{RouteKey: new("$default")},
			{RouteKey: new("PUT /orders/{id}"), AuthorizationType: new("AWS_IAM")},
		},
	}
}

const ordersJSON = `{
  "openapi" : "3.0.1",
  "info" : {
    "title" : "orders",
    "version" : "2026-11-22 17:00:00UTC"
  },
  "servers" : [ {
    "url" : "https://abc123.execute-api.us-east-1.amazonaws.com/{basePath}",
    "variables" : {
      "basePath" : {
        "default" : ""
      }
    }
  } ],
  "tags" : [ {
    "name" : "team",
    "x-amazon-apigateway-tag-value" : "a"
  } ],
  "paths" : {
    "/$default" : {
      "x-amazon-apigateway-any-method" : {
        "responses" : {
          "default" : {
            "description" : "Default response for $default"
          }
        },
        "isDefaultRoute" : true
      }
    },
    "/files/{proxy+}" : {
      "parameters" : [ {
        "name" : "proxy+",
        "in" : "path",
        "description" : "Generated path parameter for proxy+",
        "required" : true,
        "schema" : {
          "type" : "string"
        }
      } ],
      "x-amazon-apigateway-any-method" : {
        "responses" : {
          "default" : {
            "description" : "Default response for ANY /files/{proxy+}"
          }
        },
        "security" : [ {
          "lambda" : [ ]
        } ],
        "x-amazon-apigateway-integration" : {
          "responseParameters" : {
            "200" : {
              "overwrite:header.x" : "v"
            }
          },
          "requestParameters" : {
            "append:querystring.a" : "$request.path.proxy"
          },
          "payloadFormatVersion" : "1.0",
          "type" : "http_proxy",
          "httpMethod" : "ANY",
          "uri" : "https://backend.example/{proxy}",
          "connectionType" : "INTERNET",
          "timeoutInMillis" : 12000
        }
      }
    },
    "/orders/{id}" : {
      "get" : {
        "operationId" : "getOrder",
        "responses" : {
          "default" : {
            "description" : "Default response for GET /orders/{id}"
          }
        },
        "security" : [ {
          "auth" : [ "orders/read" ]
        } ],
        "x-amazon-apigateway-integration" : {
          "payloadFormatVersion" : "2.0",
          "type" : "aws_proxy",
          "httpMethod" : "POST",
          "uri" : "` + functionURI + `",
          "connectionType" : "INTERNET"
        }
      },
      "put" : {
        "responses" : {
          "default" : {
            "description" : "Default response for PUT /orders/{id}"
          }
        },
        "security" : [ {
          "sigv4" : [ ]
        } ]
      },
      "parameters" : [ {
        "name" : "id",
        "in" : "path",
        "description" : "Generated path parameter for id",
        "required" : true,
        "schema" : {
          "type" : "string"
        }
      } ]
    }
  },
  "components" : {
    "securitySchemes" : {
      "auth" : {
        "type" : "oauth2",
        "flows" : { },
        "x-amazon-apigateway-authorizer" : {
          "identitySource" : "$request.header.Authorization",
          "jwtConfiguration" : {
            "audience" : [ "c1" ],
            "issuer" : "https://i"
          },
          "type" : "jwt"
        }
      },
      "lambda" : {
        "type" : "apiKey",
        "name" : "Authorization",
        "in" : "header",
        "x-amazon-apigateway-authorizer" : {
          "identitySource" : "$request.header.Authorization,$context.path",
          "authorizerUri" : "` + functionURI + `",
          "authorizerPayloadFormatVersion" : "2.0",
          "authorizerResultTtlInSeconds" : 300,
          "type" : "request",
          "enableSimpleResponses" : true
        }
      },
      "sigv4" : {
        "type" : "apiKey",
        "name" : "Authorization",
        "in" : "header",
        "x-amazon-apigateway-authtype" : "awsSigv4"
      }
    },
    "x-amazon-apigateway-integrations" : {
      "unusedIntegration_a1b2c3d" : {
        "integrationSubtype" : "SQS-PurgeQueue",
        "credentials" : "arn:aws:iam::123456789012:role/r",
        "requestParameters" : {
          "QueueUrl" : "q"
        },
        "payloadFormatVersion" : "1.0",
        "type" : "aws_proxy",
        "connectionType" : "INTERNET"
      }
    }
  },
  "x-amazon-apigateway-cors" : {
    "allowMethods" : [ "GET" ],
    "allowHeaders" : [ "a" ],
    "exposeHeaders" : [ "b" ],
    "maxAge" : 300,
    "allowCredentials" : false,
    "allowOrigins" : [ "https://x" ]
  },
  "x-amazon-apigateway-importexport-version" : "1.0"
}`

const ordersYAML = `openapi: "3.0.1"
info:
  title: "orders"
  version: "2026-11-22 17:00:00UTC"
servers:
- url: "https://abc123.execute-api.us-east-1.amazonaws.com/{basePath}"
  variables:
    basePath:
      default: "/prod"
tags:
- name: "team"
paths:
  /orders/{id}:
    get:
      operationId: "getOrder"
      responses:
        default:
          description: "Default response for GET /orders/{id}"
      security:
      - auth:
        - "orders/read"
    put:
      responses:
        default:
          description: "Default response for PUT /orders/{id}"
      security:
      - sigv4: []
    parameters:
    - name: "id"
      in: "path"
      description: "Generated path parameter for id"
      required: true
      schema:
        type: "string"
components:
  securitySchemes:
    auth:
      type: "oauth2"
      flows: {}
    lambda:
      type: "apiKey"
      name: "Authorization"
      in: "header"
    sigv4:
      type: "apiKey"
      name: "Authorization"
      in: "header"
`

func TestExport(t *testing.T) {
	options := ExportOptions{OutputType: JSON, Endpoint: "https://abc123.execute-api.us-east-1.amazonaws.com", Created: testCreated}
	if got := export(t, orders(), options); got != ordersJSON {
		t.Errorf("JSON differs:\n%s", firstDifference(got, ordersJSON))
	}
	options.OutputType, options.Stage, options.WithoutExtensions = YAML, "prod", true
	if got := export(t, orders(), options); got != ordersYAML {
		t.Errorf("YAML differs:\n%s", firstDifference(got, ordersYAML))
	}
	if _, err := Export(orders(), ExportOptions{OutputType: "XML"}); err == nil {
		t.Error("Export writes XML")
	}
}

func TestExportDetails(t *testing.T) {
	shared := orders()
	shared.Routes = append(shared.Routes, model.Route{RouteKey: new("POST /orders"), Target: new("integrations/fn")})
	closed := &Definition{Name: new("n"), Version: new("v1"), Description: new("d"), DisableExecuteApiEndpoint: new(true), IpAddressType: new("dualstack"), Cors: &model.Cors{}}
	clash := &Definition{Authorizers: []model.Authorizer{{Name: new("sigv4"), AuthorizerType: new("JWT")}},
		Routes: []model.Route{{RouteKey: new("GET /a"), AuthorizationType: new("AWS_IAM")}}}
	header := &Definition{Authorizers: []model.Authorizer{{Name: new("a"), AuthorizerType: new("REQUEST"), IdentitySource: []string{"$context.path", "$request.header.X-Key"}}}}
	cases := []struct {
		name       string
		definition *Definition
		options    ExportOptions
		want       []string
	}{
		{"an integration of several routes is referred to", shared, ExportOptions{}, []string{
			`"$ref" : "#/components/x-amazon-apigateway-integrations/integration_fn"`, `"integration_fn" : {`, `"unusedIntegration_a1b2c3d" : {`}},
		{"a version and a description are written", closed, ExportOptions{}, []string{"\"title\" : \"n\",\n    \"description\" : \"d\",\n    \"version\" : \"v1\"\n"}},
		{"a closed endpoint is an extension of the server", closed, ExportOptions{}, []string{
			"    },\n    \"x-amazon-apigateway-endpoint-configuration\" : {\n      \"disableExecuteApiEndpoint\" : true,\n      \"ipAddressType\" : \"dualstack\"\n    }\n  } ]"}},
		{"an empty CORS configuration has what is never left out", closed, ExportOptions{}, []string{"\"x-amazon-apigateway-cors\" : {\n    \"maxAge\" : 0,\n    \"allowCredentials\" : false\n  }"}},
		{"no paths are an empty object", closed, ExportOptions{}, []string{`"paths" : { }`}},
		{"the default stage is at the root", closed, ExportOptions{Stage: "$default"}, []string{`"default" : ""`}},
		{"a stage is a base path", closed, ExportOptions{Stage: "prod"}, []string{`"default" : "/prod"`}},
		{"an authorizer may be called like the scheme for IAM", clash, ExportOptions{}, []string{`"sigv4_iam" : [ ]`, `"sigv4_iam" : {`, `"sigv4" : {`}},
		{"an authorizer's header names its scheme", header, ExportOptions{}, []string{`"name" : "X-Key"`}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.options.OutputType = JSON
			got := export(t, c.definition, c.options)
			for _, want := range c.want {
				if !strings.Contains(got, want) {
					t.Errorf("export lacks %q:\n%s", want, got)
				}
			}
		})
	}
}

func export(t *testing.T, d *Definition, o ExportOptions) string {
	t.Helper()
	out, err := Export(d, o)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// firstDifference shows the first line in which two texts differ.
func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return "got  " + g[i] + "\nwant " + w[i]
		}
	}
	return "one is longer:\n" + got
}
