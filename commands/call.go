package commands

import (
	"context"
	"errors"
	"os"

	"github.com/aws/smithy-go"

	"gatehouse/model"
)

// call does the operation with a complete input and prints the result.
func (inv *invocation) call(ctx context.Context, in *model.Document) error {
	if inv.noProfile != nil {
		return inv.noProfile
	}
	do, err := inv.caller()
	if err != nil {
		return err
	}
	if kind, _ := inv.skeletonKind(); kind == "output" {
		return inv.callOffline(in)
	}
	if inv.paged {
		p, err := newPages(do, inv.op, in)
		if err != nil {
			return err
		}
		return inv.printPages(ctx, p)
	}
	out, err := do(ctx, inv.op, in)
	if err != nil {
		return err
	}
	if file := inv.outfile(); file != nil {
		return inv.writeOutfile(out, file)
	}
	return inv.print(inv.project(out))
}

// callOffline validates the input and prints an example of an output, if that
// itself is valid, which not all are: the AWS CLI checks it, too, and first.
func (inv *invocation) callOffline(in *model.Document) error {
	out := new(model.Document)
	if inv.op.Output != nil {
		if err := model.Validate(outputSkeleton(inv.op, "json"), inv.op.Output); err != nil {
			return err
		}
		out = outputSkeleton(inv.op, inv.format())
	}
	if err := model.Validate(in, inv.op.Input); err != nil {
		return err
	}
	return inv.print(out)
}

// caller returns what does the operations of the invocation: it validates an
// input first, and says of a refusal which operation was refused.
func (inv *invocation) caller() (caller, error) {
	url, err := inv.config.Endpoint(inv.globals.endpointURL, inv.service.name)
	if err != nil {
		return nil, err
	}
	var do caller
	if url != "" {
		do, err = inv.remoteCaller(url)
	} else {
		do, err = inv.localCaller()
	}
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, op *model.Operation, in *model.Document) (*model.Document, error) {
		if err := model.Validate(in, op.Input); err != nil {
			return nil, err
		}
		out, err := do(ctx, op, in)
		return out, refusedBy(op, err)
	}, nil
}

// refusedBy says of a refusal which operation was refused. Other errors stay as
// they are.
func refusedBy(op *model.Operation, err error) error {
	if refusal, ok := errors.AsType[smithy.APIError](err); ok {
		return &operationError{operation: op.Name, err: refusal}
	}
	return err
}

// localCaller does operations on this machine.
func (inv *invocation) localCaller() (caller, error) {
	if inv.globals.noRegion {
		return nil, cliErrorf("Invalid endpoint: https://%s..amazonaws.com", inv.service.host)
	}
	if region := inv.region(); !model.IsRegion(region) {
		return nil, cliErrorf("Provided region_name '%s' doesn't match a supported format.", region)
	}
	return inv.service.local(inv.cli), nil
}

// writeOutfile writes the member of an output that is a file's contents.
func (inv *invocation) writeOutfile(out *model.Document, file *model.Member) error {
	path, _ := inv.given.Word("outfile")
	name, _, err := inv.loader().loadFor("outfile", path)
	if err != nil {
		return err
	}
	contents, _ := out.Get(file.Name)
	b, _ := contents.([]byte)
	if text, ok := contents.(string); ok {
		b = []byte(text)
	}
	target, _ := name.(string)
	if err := os.WriteFile(target, b, 0o666); err != nil {
		return cliErrorf("%s", osError(err, target))
	}
	out.Delete(file.Name)
	return inv.print(inv.project(out))
}

// defaultRegion is the region when none is configured. The AWS CLI would
// refuse; nothing here needs one.
const defaultRegion = "us-east-1"

func (c *cli) region() string {
	if region := c.config.Region(c.globals.region); region != "" {
		return region
	}
	return defaultRegion
}
