// Package model is what Amazon API Gateway v2 accepts and returns: its
// operations and shapes as static tables, Go structs for inputs and
// resources, ordered documents, and the validation that the AWS CLI does
// before it sends a request.
//
// The tables and structs are transcribed from an interface description in the
// format of botocore's service-2.json; nothing is read or built at start-up.
package model

//go:generate go run ./internal/gen internal/gen/apigatewayv2.json internal/gen/apigatewayv2-paginators.json
