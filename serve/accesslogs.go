package serve

import (
	"strings"
	"sync"

	"gatehouse/model"
	"gatehouse/serve/accesslog"
)

// An AccessLog says where the entries of access logs are written.
type AccessLog struct {
	// LogGroup is the DestinationArn of the stages whose entries are meant; ""
	// means those of all stages whose log group no other AccessLog names.
	LogGroup string

	// File is the name of the file that entries are appended to; "-" is
	// Config.Stdout. Several AccessLogs may name the same.
	File string
}

// accessLogs are the writers of access logs. The zero value writes none.
type accessLogs struct {
	byGroup map[string]*accesslog.Writer // "" is for all other log groups
	byFile  map[string]*accesslog.Writer
	warn    func(string)
	untold  sync.Once
}

// open opens the files. What goes wrong with one later is told to warn.
func (l *accessLogs) open(cfg Config, warn func(string)) error {
	l.warn = warn
	l.byGroup, l.byFile = make(map[string]*accesslog.Writer), make(map[string]*accesslog.Writer)
	failed := func(err error) { warn(err.Error()) }
	for _, a := range cfg.AccessLogs {
		w := l.byFile[a.File]
		switch {
		case w != nil:
		case a.File == "-":
			w = accesslog.NewWriter(cfg.Stdout, failed)
		default:
			var err error
			if w, err = accesslog.Open(a.File, failed); err != nil {
				l.close()
				return err
			}
		}
		l.byFile[a.File] = w
		l.byGroup[logGroup(a.LogGroup)] = w
	}
	return nil
}

// close writes the entries that wait.
func (l *accessLogs) close() {
	var all sync.WaitGroup
	for _, w := range l.byFile {
		all.Go(w.Close)
	}
	all.Wait()
}

// logGroup is the ARN of a log group as stages have it: without :* at its end
// (observed).
func logGroup(arn string) string { return strings.TrimSuffix(arn, ":*") }

// A stageLog is the access log of a stage, compiled.
type stageLog struct {
	format *accesslog.Format
	to     *accesslog.Writer
}

// stageLog is the access log of a stage that has these settings, or nil if
// there is none or nobody said where to write it. The latter is said once.
func (l *accessLogs) stageLog(s *stage, settings *model.AccessLogSettings) *stageLog {
	if settings == nil || deref(settings.Format) == "" {
		return nil
	}
	group := deref(settings.DestinationArn)
	to := l.byGroup[group]
	if to == nil {
		to = l.byGroup[""]
	}
	if to == nil {
		l.untold.Do(func() { l.tell(s, group) })
		return nil
	}
	return &stageLog{accesslog.Compile(*settings.Format), to}
}

// tell says that an access log is not written.
func (l *accessLogs) tell(s *stage, group string) {
	if l.warn == nil {
		return
	}
	b := appendText([]byte("stage "), s.name)
	b = appendText(append(b, " of API "...), s.apiID)
	b = append(b, " has an access log, which is not written: start serve with --access-log FILE, or - for stdout, or "...)
	b = appendText(b, group)
	l.warn(string(append(b, "=FILE for this log group alone"...)))
}

// record adds the entry of an exchange to the access log of its stage.
func (x *exchange) record() {
	if x.stage == nil || x.stage.log == nil {
		return
	}
	x.line = x.stage.log.format.AppendEntry(x.line[:0], x.Context())
	x.stage.log.to.Add(x.line)
}
