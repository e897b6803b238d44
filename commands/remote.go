package commands

import (
	"context"
	"time"

	"gatehouse/commands/endpoint"
	"gatehouse/model"
)

// remoteCaller sends operations to an endpoint. What is wrong with the
// configuration is found in the AWS CLI's order: the region, then the
// endpoint, and credentials only when the first request is to be signed.
func (inv *invocation) remoteCaller(url string) (caller, error) {
	region := ""
	if !inv.globals.noRegion {
		var err error
		if region, err = inv.config.CallRegion(inv.globals.region); err != nil {
			return nil, err
		}
	}
	if _, err := inv.config.RetryMode(); err != nil {
		return nil, err
	}
	attempts, err := inv.config.MaxAttempts()
	if err != nil {
		return nil, err
	}
	client := &endpoint.Client{
		URL:            url,
		Region:         region,
		NoSign:         inv.globals.noSign,
		NoVerify:       inv.globals.noVerify,
		CABundle:       inv.config.CABundle(inv.globals.caBundle),
		ConnectTimeout: seconds(inv.globals.connectTimeout),
		ReadTimeout:    seconds(inv.globals.readTimeout),
		MaxAttempts:    attempts,
		Env:            inv.lookupEnv(),
		Now:            inv.env.Now,
	}
	if err := client.Check(); err != nil {
		return nil, err
	}
	send := inv.service.remote(client)
	signing := !inv.globals.noSign
	return func(ctx context.Context, op *model.Operation, in *model.Document) (*model.Document, error) {
		if signing {
			if client.Credentials, err = inv.config.Credentials(); err != nil {
				return nil, err
			}
			signing = false // from now on it can
		}
		ctx, heed, release := inv.interruptible(ctx)
		defer release()
		defer time.AfterFunc(aMoment, heed).Stop()
		return send(ctx, op, in)
	}, nil
}

func seconds(n int64) time.Duration {
	const most = int64(1<<63-1) / int64(time.Second)
	return time.Duration(max(-most, min(n, most))) * time.Second
}
