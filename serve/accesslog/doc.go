// Package accesslog writes the access logs of stages: one entry for each
// request, in the format that the stage's AccessLogSettings give.
//
// A Format is compiled once. Its grammar:
//
//	format   = { text | variable }
//	variable = "$context." word { "." word }
//	word     = one or more of A-Z a-z 0-9 _
//
// Everything that is no variable is text. A variable that is not set for a
// request is printed as "-" (observed), one that does not exist too (observed).
//
// Values are escaped as they stand in JSON strings. That is observed on REST
// APIs with formats in JSON, since 2024; it is a guess for HTTP APIs and for
// other formats. In no format does a request begin a new line.
//
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html
package accesslog
