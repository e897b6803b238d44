package management

import (
	"encoding/xml"
	"net/http"
	"slices"
	"strings"

	"gatehouse/model"
)

// A dialect is the form in which a client expects errors.
type dialect uint8

const (
	restJSON dialect = iota // API Gateway and most newer services
	jsonRPC                 // X-Amz-Target: the name is in the body
	queryXML                // Action=…, as sts
	restXML                 // s3
)

// dialectOf tells the dialect of a request by its service and headers.
func dialectOf(r *http.Request, service string) dialect {
	switch {
	case service == serviceAPIGateway:
		return restJSON
	case service == serviceSTS:
		return queryXML
	case service == "s3":
		return restXML
	case slices.Contains(queryXMLServices(), service):
		return queryXML
	case r.Header.Get("X-Amz-Target") != "":
		return jsonRPC
	case strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded"):
		return queryXML
	}
	return restJSON
}

// queryXMLServices are those that answer in XML without the request saying so.
func queryXMLServices() []string { return []string{"cloudfront", "route53"} }

// sendError sends an error in the exchange's dialect. Members are those of the
// exception beyond its message, or nil.
func (x *exchange) sendError(status int, code, message string, members *model.Document) {
	x.outcome.Code = code
	x.w.Header()[headerErrorType] = []string{code}
	switch x.dialect {
	case queryXML:
		x.sendXML(status, queryError{
			Namespace: stsNamespace,
			Error:     xmlError{Type: "Sender", Code: code, Message: message},
			RequestID: x.id,
		})
		return
	case restXML:
		x.sendXML(status, s3Error{Code: code, Message: message, RequestID: x.id})
		return
	}
	d, contentType := model.NewDocument(), mediaJSON
	if x.dialect == jsonRPC {
		d.Set("__type", code)
		contentType = x.r.Header.Get("Content-Type") // application/x-amz-json-1.0 or -1.1
	}
	d.Set("message", message)
	for name, v := range members.All() {
		d.Set(name, v)
	}
	x.sendJSON(status, contentType, d)
}

// A queryError is the answer of the query protocol to a refused request.
//
// https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
type queryError struct {
	XMLName   xml.Name `xml:"ErrorResponse"`
	Namespace string   `xml:"xmlns,attr"`
	Error     xmlError
	RequestID string `xml:"RequestId"`
}

type xmlError struct {
	Type    string
	Code    string
	Message string
}

// An s3Error is S3's.
type s3Error struct {
	XMLName   xml.Name `xml:"Error"`
	Code      string
	Message   string
	RequestID string `xml:"RequestId"`
}

// sendXML sends a value as an XML document.
func (x *exchange) sendXML(status int, v any) {
	data, err := xml.MarshalIndent(v, "", "  ")
	if err != nil {
		panic(err) // the values are this package's own
	}
	x.send(status, "text/xml", append(data, '\n'))
}
