package authorizer

import (
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"strings"
)

// Keys are the access keys with which requests to AWS_IAM routes may be signed.
// There is no permission engine: who signs with one of them may call every
// route (local). The zero value has no keys, so that every request is refused.
type Keys struct {
	Known map[string]Key // by access key

	// AccountID is the account of keys without an ARN, whose identity is that
	// account's root user.
	AccountID string

	// Any lets requests pass that are signed with an unknown key, whatever
	// their signature is. Their form, scope and time still have to be right.
	Any bool
}

// A Key is an access key.
type Key struct {
	AccessKey string
	SecretKey string
	ARN       string // of the user or role it belongs to, or ""
}

// ParseKey takes apart ACCESS-KEY:SECRET-KEY or ACCESS-KEY:SECRET-KEY:ARN. The
// error does not repeat the secret.
func ParseKey(text string) (Key, error) {
	accessKey, rest, _ := strings.Cut(text, ":")
	secretKey, arn, hasARN := strings.Cut(rest, ":")
	key := Key{AccessKey: accessKey, SecretKey: secretKey, ARN: arn}
	switch {
	case accessKey == "" || secretKey == "" || strings.ContainsAny(accessKey, "/, \t"):
		return Key{}, errors.New("want ACCESS-KEY:SECRET-KEY or ACCESS-KEY:SECRET-KEY:ARN")
	case hasARN && accountOf(arn) == "":
		return Key{}, errors.New("the third part of a key must be the ARN of a user or role, such as arn:aws:iam::123456789012:user/alice")
	}
	return key, nil
}

// accountOf is the account in the ARN of a principal, or "" if that is none:
// arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE.
func accountOf(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) != 6 || parts[0] != "arn" || parts[5] == "" || len(parts[4]) != 12 || strings.Trim(parts[4], "0123456789") != "" {
		return ""
	}
	return parts[4]
}

// An Identity is who signed a request, as events and $context name it.
type Identity struct {
	AccessKey string
	AccountID string
	CallerID  string // as UserID
	UserARN   string
	UserID    string
}

// identity is whose key it is.
func (k *Keys) identity(key Key) *Identity {
	arn := key.ARN
	if arn == "" {
		arn = "arn:aws:iam::" + k.AccountID + ":root"
	}
	account := accountOf(arn)
	id := userID(account, arn)
	return &Identity{AccessKey: key.AccessKey, AccountID: account, CallerID: id, UserARN: arn, UserID: id}
}

// userID is the unique identifier of a principal. Its form is IAM's: a prefix
// for the kind and 17 characters, which are made of the ARN here, so that they
// stay the same (local). An assumed role's has the name of the session, the root
// user's is the account.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
func userID(account, arn string) string {
	_, resource, _ := strings.Cut(arn, account+":")
	if resource == "root" {
		return account
	}
	if rest, ok := strings.CutPrefix(resource, "assumed-role/"); ok {
		if role, session, ok := strings.Cut(rest, "/"); ok {
			return "AROA" + uniqueID(account+role) + ":" + session
		}
	}
	if strings.HasPrefix(resource, "role/") {
		return "AROA" + uniqueID(arn)
	}
	return "AIDA" + uniqueID(arn)
}

func uniqueID(of string) string {
	hash := sha256.Sum256([]byte(of))
	return base32.StdEncoding.EncodeToString(hash[:])[:17]
}
