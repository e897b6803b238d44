package commands

import (
	"context"

	"gatehouse/commands/endpoint"
	"gatehouse/model"
)

// sts is as much of the Security Token Service as scripts ask before they
// begin: who am I?
func sts() *service {
	text := &model.Shape{Name: "string", Kind: model.String}
	arn := &model.Shape{Name: "arnType", Kind: model.String, Min: 20, HasMin: true}
	return &service{
		name: "sts",
		host: "sts",
		operations: []model.Operation{{
			Name:    "GetCallerIdentity",
			Command: "get-caller-identity",
			Input:   &model.Shape{Name: "GetCallerIdentityRequest", Kind: model.Structure},
			Output: &model.Shape{Name: "GetCallerIdentityResponse", Kind: model.Structure, Members: []model.Member{
				{Name: "UserId", Wire: "UserId", Shape: text},
				{Name: "Account", Wire: "Account", Shape: text},
				{Name: "Arn", Wire: "Arn", Shape: arn},
			}},
		}},
		local: (*cli).identityCaller,
		remote: func(client *endpoint.Client) caller {
			return func(ctx context.Context, _ *model.Operation, _ *model.Document) (*model.Document, error) {
				return client.CallerIdentity(ctx)
			}
		},
	}
}

// identityCaller answers that whoever asks is the owner of the local account.
func (c *cli) identityCaller() caller {
	return func(context.Context, *model.Operation, *model.Document) (*model.Document, error) {
		account, err := c.accountID()
		if err != nil {
			return nil, err
		}
		return model.NewDocument(
			model.Field{Name: "UserId", Value: account},
			model.Field{Name: "Account", Value: account},
			model.Field{Name: "Arn", Value: "arn:aws:iam::" + account + ":root"},
		), nil
	}
}
