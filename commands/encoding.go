package commands

import (
	"errors"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

var errUndecodable = errors.New("not of the encoding")

// decodeText returns a file's contents as text. encoding is one of those
// that $AWS_CLI_FILE_ENCODING is likely to name, "" is UTF-8; Python knows a
// hundred more, which are deliberately left out and count as unknown. The
// error is errUndecodable for contents that are not of the encoding.
func decodeText(b []byte, encoding string) (string, error) {
	switch normalEncoding(encoding) {
	case "", "utf8", "u8", "utf", "cp65001":
		if !utf8.Valid(b) {
			return "", errUndecodable
		}
		return string(b), nil
	case "utf8sig":
		return decodeText([]byte(strings.TrimPrefix(string(b), "\ufeff")), "")
	case "ascii", "usascii", "646":
		for _, c := range b {
			if c >= utf8.RuneSelf {
				return "", errUndecodable
			}
		}
		return string(b), nil
	case "latin1", "latin", "l1", "iso88591", "88591", "cp819", "8859":
		return decodeBytes(b, func(c byte) rune { return rune(c) })
	case "cp1252", "windows1252", "1252":
		return decodeBytes(b, func(c byte) rune {
			if 0x80 <= c && c < 0xa0 {
				return windows1252[c-0x80]
			}
			return rune(c)
		})
	case "utf16", "u16":
		return decodeUTF16(b)
	}
	return "", cliErrorf("unknown encoding: %s", encoding)
}

// normalEncoding is an encoding's name without what Python overlooks in it.
func normalEncoding(name string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r == ' ' {
			return -1
		}
		return r
	}, strings.ToLower(name))
}

// windows1252 are the characters from 0x80 on that differ from Latin-1; 0 is
// none.
//
// https://encoding.spec.whatwg.org/#windows-1252, less what Python has not
var windows1252 = [32]rune{
	'€', 0, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0, 'Ž', 0,
	0, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0, 'ž', 'Ÿ',
}

func decodeBytes(b []byte, char func(byte) rune) (string, error) {
	var text strings.Builder
	for _, c := range b {
		r := char(c)
		if r == 0 && c != 0 {
			return "", errUndecodable
		}
		text.WriteRune(r)
	}
	return text.String(), nil
}

// decodeUTF16 decodes by the byte order mark, or as little endian without one.
func decodeUTF16(b []byte) (string, error) {
	low, high := 0, 1
	if len(b) >= 2 && b[0] == 0xfe && b[1] == 0xff {
		low, high = 1, 0
	}
	if len(b)%2 != 0 {
		return "", errUndecodable
	}
	units := make([]uint16, 0, len(b)/2)
	for i := 0; i < len(b); i += 2 {
		units = append(units, uint16(b[i+low])|uint16(b[i+high])<<8)
	}
	text := string(utf16.Decode(units))
	if strings.ContainsRune(text, utf8.RuneError) {
		return "", errUndecodable
	}
	return strings.TrimPrefix(text, "\ufeff"), nil
}
