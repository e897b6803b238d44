// Command gen writes the tables and structs of package model from an
// interface description in the format of botocore's service-2.json.
//
//	go run ./internal/gen [-o DIR] SERVICE-2.json PAGINATORS-1.json
//
// Run by go generate in package model. It writes tables_gen.go and
// structs_gen.go to DIR (default "."). The descriptions that botocore ships
// can be given as they are, compressed or not.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	dir := flag.String("o", ".", "directory to write to")
	flag.Parse()
	if flag.NArg() != 2 {
		fmt.Fprintln(os.Stderr, "usage: gen [-o DIR] SERVICE-2.json PAGINATORS-1.json")
		os.Exit(2)
	}
	if err := run(*dir, flag.Arg(0), flag.Arg(1)); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(dir, service, paginators string) error {
	d, err := readDescription(service, paginators)
	if err != nil {
		return err
	}
	tables, err := writeTables(d)
	if err != nil {
		return fmt.Errorf("tables_gen.go: %w", err)
	}
	structs, err := writeStructs(d)
	if err != nil {
		return fmt.Errorf("structs_gen.go: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "tables_gen.go"), tables, 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "structs_gen.go"), structs, 0o644)
}
