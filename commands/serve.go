package commands

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"

	"github.com/spf13/cobra"

	"gatehouse/serve"
	"gatehouse/state"
)

// serveOptions are the flags of serve.
type serveOptions struct {
	host      string
	port      port
	apiID     string
	quiet     bool
	logFormat string
	json      bool
	demo      bool

	accessLogs   []string
	private      localFlag
	services     localFlag
	allowHosts   []string
	manageBeyond bool

	jwks           []string
	iamCredentials []string

	tls            bool
	tlsCertificate string
	tlsKey         string
	truststores    []string // DOMAIN=FILE
}

func (c *cli) serveCommand() *cobra.Command {
	var o serveOptions
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Run the APIs on this machine",
		Long: `Run the HTTP APIs of the state file on this machine, as the real gateway would,
until interrupted. Changes made by other commands are served at once.

The state file is that of --state or $GATEHOUSE_STATE, as for all commands.`,
		Args: func(_ *cobra.Command, words []string) error {
			if len(words) > 0 {
				return &unknownOptionsError{words}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := emptyFlag(cmd.Flags()); err != nil {
				return err
			}
			if !cmd.Flags().Changed("port") {
				var err error
				if o.port, err = c.configuredPort(); err != nil {
					return err
				}
			}
			return c.serve(cmd.Context(), o)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	o.port = defaultPort
	flags.Var(&o.port, "port", "port to listen on; 0 is any free one (default also $GATEHOUSE_PORT)")
	flags.StringVar(&o.host, "host", "", "address to listen on (default 127.0.0.1 and [::1])")
	flags.StringVar(&o.apiID, "api-id", "", "the API that plain localhost is, if there are several")
	flags.BoolVar(&o.quiet, "quiet", false, "print only the line that says the server is ready")
	flags.StringVar(&o.logFormat, "log-format", "text", "form of the lines printed: text or json")
	flags.BoolVar(&o.json, "json", false, "the same as --log-format json")
	flags.BoolVar(&o.demo, "demo", false, "run an example API with a backend of its own; needs no state file")
	flags.StringArrayVar(&o.accessLogs, "access-log", nil, "`FILE` for the entries of stages' access logs, - for stdout; ARN=FILE is for one log group; can be given several times")
	flags.Var(&o.private, "private", "`ARN=URL`: where a private integration leads, or all of a VPC link with its identifier in the ARN's place; can be given several times")
	flags.Var(&o.services, "aws-endpoint", "`SERVICE=URL`: where integrations of an AWS service lead: SQS, EventBridge, Kinesis, StepFunctions, AppConfig; can be given several times")
	flags.StringSliceVar(&o.allowHosts, "allow-host", nil, "a further host name under which clients may manage the APIs, as with --endpoint-url")
	flags.BoolVar(&o.manageBeyond, "manage-beyond", false, "let other machines manage the APIs too, where --host makes that possible")
	flags.StringArrayVar(&o.jwks, "jwks", nil, "`ISSUER=FILE`: take the keys of an issuer of tokens from a file instead of asking the issuer; can be given several times")
	flags.StringArrayVar(&o.iamCredentials, "iam-credential", nil, "`ACCESS-KEY:SECRET[:ARN]`: a key with which requests to AWS_IAM routes may be signed; @FILE reads such lines from a file, so that the list of processes does not show the secret; can be given several times")
	flags.BoolVar(&o.tls, "tls", false, "speak HTTPS, with certificates of a local CA that is kept beside the state file")
	flags.StringVar(&o.tlsCertificate, "tls-cert", "", "speak HTTPS with the certificate in this PEM `FILE`, and with --tls-key")
	flags.StringVar(&o.tlsKey, "tls-key", "", "PEM `FILE` with the key of --tls-cert")
	flags.StringArrayVar(&o.truststores, "truststore", nil, "`DOMAIN=FILE`: the PEM file that stands for the truststore of a custom domain name with mutual TLS; can be given several times")
	return cmd
}

// A port is where serve listens, as a flag; 0 is any free one.
type port uint16

func (p *port) String() string { return strconv.Itoa(int(*p)) }
func (p *port) Type() string   { return "port" }

// Set reads a port.
func (p *port) Set(text string) error {
	n, err := strconv.ParseUint(text, 10, 16)
	if err != nil {
		return errors.New("is no port: it must be a number from 0 to 65535")
	}
	*p = port(n)
	return nil
}

// configuredPort is $GATEHOUSE_PORT, or the default.
func (c *cli) configuredPort() (port, error) {
	text := c.env.Getenv("GATEHOUSE_PORT")
	p := port(defaultPort)
	if text == "" {
		return p, nil
	}
	if err := p.Set(text); err != nil {
		return 0, &ConfigError{"Configuration", fmt.Errorf("$GATEHOUSE_PORT: %q %w", text, err)}
	}
	return p, nil
}

// serve runs the server until ctx ends, which is no error.
func (c *cli) serve(ctx context.Context, o serveOptions) error {
	if o.logFormat != "text" && o.logFormat != "json" {
		return usageErrorf("argument --log-format: Found invalid choice '%s'\n\nIt must be text or json.", o.logFormat)
	}
	for _, l := range o.services {
		if !slices.ContainsFunc(serve.AWSServices(), func(name string) bool { return strings.EqualFold(name, l.Name) }) {
			return usageErrorf("argument --aws-endpoint: Found invalid choice '%s'\n\nIt must be one of %s.", l.Name, strings.Join(serve.AWSServices(), ", "))
		}
	}
	jwks, err := issuerFiles(o.jwks)
	if err != nil {
		return err
	}
	keys, err := iamKeys(o.iamCredentials)
	if err != nil {
		return err
	}
	tls, err := o.tlsConfig()
	if err != nil {
		return err
	}
	logs, err := accessLogs(o.accessLogs)
	if err != nil {
		return err
	}
	ctx, release := c.heedInterrupts(ctx, os.Interrupt, syscall.SIGTERM)
	defer release()
	config := serve.Config{
		Host:    o.host,
		Port:    int(o.port),
		APIID:   o.apiID,
		Region:  c.region(),
		Stdout:  c.env.Stdout,
		Stderr:  c.env.Stderr,
		Quiet:   o.quiet,
		JSONLog: o.json || o.logFormat == "json",
		Now:     c.env.Now,

		AccessLogs:   logs,
		Private:      o.private,
		Services:     o.services,
		ManageBeyond: o.manageBeyond,
		AllowHosts:   o.allowHosts,
		JWKS:         jwks,
		IAMKeys:      keys,
		TLS:          tls,
	}
	run := serve.RunDemo
	if !o.demo {
		run = serve.Run
		if config.File, err = c.stateFile(); err != nil {
			return err
		}
		config.Listening = followServer(config.File)
	}
	if err := run(ctx, config); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// accessLogs reads the values of --access-log: FILE, or ARN=FILE.
func accessLogs(values []string) ([]serve.AccessLog, error) {
	logs := make([]serve.AccessLog, 0, len(values))
	for _, value := range values {
		log := serve.AccessLog{File: value}
		if strings.HasPrefix(value, "arn:") {
			log.LogGroup, log.File, _ = strings.Cut(value, "=")
		}
		switch {
		case log.File == "":
			return nil, usageErrorf("argument --access-log: %q names a log group and no file: want ARN=FILE, or FILE for all log groups", value)
		case !slices.ContainsFunc(logs, func(l serve.AccessLog) bool { return l.LogGroup == log.LogGroup }):
		case log.LogGroup == "":
			return nil, usageErrorf("argument --access-log: a file for all log groups is given twice: ARN=FILE is for one of them")
		default:
			return nil, usageErrorf("argument --access-log: the log group %s is given twice", log.LogGroup)
		}
		logs = append(logs, log)
	}
	return logs, nil
}

// followServer makes the API endpoints of a file those of the server that runs
// on it, once that says where it listens.
func followServer(file *state.File) (listening func(address string)) {
	before := file.Settings.Endpoint
	if before == nil {
		return nil // AWS's form, which has no port
	}
	var known atomic.Pointer[state.LocalServer]
	file.Settings.Endpoint = func(region, apiID, protocol string) string {
		if server := known.Load(); server != nil {
			return server.Endpoint(region, apiID, protocol)
		}
		return before(region, apiID, protocol)
	}
	return func(address string) {
		if server, ok := state.ParseLocalServer(address); ok {
			known.Store(&server)
		}
	}
}
