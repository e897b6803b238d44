package state

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
)

// page returns one page of a family: at most maxResults resources from the
// one that nextToken names on, and the token of the page behind it, which is
// nil on the last one. Without maxResults the rest is one page (guess: the
// real default is undocumented, and clients page by themselves).
func (f family[T]) page(maxResults, nextToken *string) ([]T, *string, error) {
	return f.pageOf(f.ids(), maxResults, nextToken)
}

// newestFirst is page in reverse order.
func (f family[T]) newestFirst(maxResults, nextToken *string) ([]T, *string, error) {
	ids := f.ids()
	slices.Reverse(ids)
	return f.pageOf(ids, maxResults, nextToken)
}

func (f family[T]) pageOf(ids []string, maxResults, nextToken *string) ([]T, *string, error) {
	limit, err := pageLimit(maxResults)
	if err != nil {
		return nil, nil, err
	}
	if nextToken != nil {
		at := continuation(ids, *nextToken)
		if at < 0 {
			return nil, nil, badRequest("Invalid nextToken specified") // guess
		}
		ids = ids[at:]
	}
	var next *string
	if limit < len(ids) {
		next = new(pageToken(ids[limit-1], ids[limit]))
		ids = ids[:limit]
	}
	o, decoder := f.object(), f.decoder()
	items := make([]T, len(ids))
	for i, id := range ids {
		items[i] = *f.decode(id, o.look(o.find(id)), decoder)
	}
	return items, next, nil
}

// pageToken leads to the page behind a last resource, which begins with a next
// one. It names both, not a number of resources: a script may delete each page
// before it asks for the next, and somebody else the resource that is next.
func pageToken(last, next string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(next + "\n" + last))
}

// continuation is where the page of a token begins among ids, or -1 if that is
// not to be found.
func continuation(ids []string, token string) int {
	names, err := base64.RawURLEncoding.DecodeString(token)
	next, last, ok := strings.Cut(string(names), "\n") // which no identifier has
	if err != nil || !ok {
		return -1
	}
	if at := slices.Index(ids, next); at >= 0 {
		return at
	}
	if at := slices.Index(ids, last); at >= 0 {
		return at + 1
	}
	return -1
}

// pageLimit reads MaxResults, which travels as text.
func pageLimit(maxResults *string) (int, error) {
	if maxResults == nil {
		return int(^uint(0) >> 1), nil
	}
	n, err := strconv.Atoi(*maxResults)
	if err != nil || n < 1 {
		return 0, badRequest("Invalid maxResults specified. Must be a positive number") // guess
	}
	return n, nil
}
