package management

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"

	"gatehouse/model"
	"gatehouse/state"
)

// stsNamespace is the XML namespace of the Security Token Service's answers (doc).
const stsNamespace = "https://sts.amazonaws.com/doc/2011-06-15/"

// A callerIdentity is the answer to GetCallerIdentity.
//
// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
type callerIdentity struct {
	XMLName   xml.Name `xml:"GetCallerIdentityResponse"`
	Namespace string   `xml:"xmlns,attr"`
	Arn       string   `xml:"GetCallerIdentityResult>Arn"`
	UserID    string   `xml:"GetCallerIdentityResult>UserId"`
	Account   string   `xml:"GetCallerIdentityResult>Account"`
	RequestID string   `xml:"ResponseMetadata>RequestId"`
}

// serveSTS answers the one operation of sts that sessions begin with: whoever
// asks is the owner of the local account.
func (x *exchange) serveSTS() {
	body, err := x.body()
	if err != nil {
		x.fail(err)
		return
	}
	if x.r.Method != http.MethodPost {
		body = x.r.URL.RawQuery
	}
	form, err := url.ParseQuery(body)
	if err != nil {
		x.refuse(&refusal{http.StatusBadRequest, "MalformedQueryString", "The query string cannot be read: " + err.Error()})
		return
	}
	if action := form.Get("Action"); action != "GetCallerIdentity" {
		x.refuse(&refusal{
			http.StatusBadRequest, "InvalidAction",
			fmt.Sprintf("The action %q of sts is not served here: %s.", action, model.Served),
		})
		return
	}
	x.outcome.Operation = "GetCallerIdentity"
	account := x.h.file.Settings.AccountID
	if account == "" {
		account = state.DefaultAccountID
	}
	x.sendXML(http.StatusOK, callerIdentity{
		Namespace: stsNamespace,
		Arn:       "arn:aws:iam::" + account + ":root",
		UserID:    account,
		Account:   account,
		RequestID: x.id,
	})
}
