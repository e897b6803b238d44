package argparse

import (
	"cmp"
	"slices"
	"strings"

	"gatehouse/model"
)

func (a *Argument) invalidChoice(word string) string {
	text := "Found invalid choice " + model.PythonRepr(word) + "\n"
	matches := closeMatches(word, slices.Concat(a.Choices, a.Neighbours))
	if len(matches) == 0 {
		return text
	}
	return text + "\nMaybe you meant:\n\n  * " + strings.Join(matches, "\n  * ")
}

const (
	maxMatches    = 3   // at most so many suggestions
	minSimilarity = 0.8 // of which each is at least so similar
)

// closeMatches returns the choices that are most like a word, best first.
// Likeness is Ratcliff and Obershelp's, as Python's
// difflib.get_close_matches measures it, whose order decides among equals:
// the later word in the alphabet first.
func closeMatches(word string, choices []string) []string {
	type match struct {
		ratio  float64
		choice string
	}
	b := newSequence(word)
	var matches []match
	for _, choice := range choices {
		if ratio := b.similarity([]rune(choice)); ratio >= minSimilarity {
			matches = append(matches, match{ratio, choice})
		}
	}
	slices.SortFunc(matches, func(x, y match) int {
		return -cmp.Or(cmp.Compare(x.ratio, y.ratio), cmp.Compare(x.choice, y.choice))
	})
	var best []string
	for _, m := range matches[:min(len(matches), maxMatches)] {
		best = append(best, m.choice)
	}
	return best
}

// A sequence is a text that others are compared with. In a long one,
// characters that come often are not used to find where two texts are alike.
type sequence struct {
	runes   []rune
	popular map[rune]bool
}

const (
	longSequence = 200 // from this length on there are popular characters
	popularPart  = 100 // which make up more than one of so many
)

func newSequence(text string) sequence {
	s := sequence{runes: []rune(text)}
	if len(s.runes) < longSequence {
		return s
	}
	count := map[rune]int{}
	for _, r := range s.runes {
		count[r]++
	}
	s.popular = map[rune]bool{}
	for r, n := range count {
		s.popular[r] = n > len(s.runes)/popularPart+1
	}
	return s
}

// similarity is twice the number of matching characters, divided by the
// number of all: 1 for the same text, 0 for nothing in common. Below
// minSimilarity it may be less than the value returned.
func (b sequence) similarity(a []rune) float64 {
	total := len(a) + len(b.runes)
	if total == 0 {
		return 1
	}
	if atMost := 2 * float64(min(len(a), len(b.runes))) / float64(total); atMost < minSimilarity {
		return atMost // no need to look: words may be long
	}
	return 2 * float64(b.matching(a, 0, len(b.runes))) / float64(total)
}

// matching counts the characters in the longest common run of a and
// b[from:to] and, in the same way, in what lies on either side of it.
func (b sequence) matching(a []rune, from, to int) int {
	i, j, n := b.longest(a, from, to)
	if n == 0 {
		return 0
	}
	return n + b.matching(a[:i], from, j) + b.matching(a[i+n:], j+n, to)
}

// longest finds the longest run that a and b[from:to] share: the earliest in
// a, then in b, of several.
func (b sequence) longest(a []rune, from, to int) (i, j, n int) {
	j = from
	for x := range a {
		for y := from; y < to; y++ {
			if b.popular[b.runes[y]] {
				continue
			}
			k := 0
			for x+k < len(a) && y+k < to && a[x+k] == b.runes[y+k] && !b.popular[b.runes[y+k]] {
				k++
			}
			if k > n {
				i, j, n = x, y, k
			}
		}
	}
	for i > 0 && j > from && a[i-1] == b.runes[j-1] {
		i, j, n = i-1, j-1, n+1
	}
	for i+n < len(a) && j+n < to && a[i+n] == b.runes[j+n] {
		n++
	}
	return i, j, n
}
