package jmespath

import "testing"

// TestNumbers holds what JSON files cannot, and where Pythons differ. Observed
// with Python 3.13.
func TestNumbers(t *testing.T) {
	tests := []struct{ name, expr, want string }{
		{"a sum of floats keeps what rounding loses", "sum(`[0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1]`)", "1.0"},
		{"also where it is large", "sum(`[1.0,1e100,1.0,-1e100]`)", "2.0"},
		{"but not integers among floats", "sum(`[1e16,1,-1e16,1]`)", "1.0"},
		{"an average begins with a sum", "avg(`[0.1,0.1,0.1]`)", "0.10000000000000002"},
		{"integers sum exactly", "sum(`[9223372036854775807,1,-1]`)", "9223372036854775807"},
		{"beyond 64 bits too", "sum(`[9223372036854775807,9223372036854775807]`)", "18446744073709551614"},
		{"and below", "sum(`[-9223372036854775808,-1]`)", "-9223372036854775809"},
		{"a large integer becomes a float beside one", "sum(`[12345678901234567890,0.5]`)", "1.2345678901234567e+19"},
		{"also after one", "sum(`[0.5,12345678901234567890,0.5]`)", "1.2345678901234567e+19"},
		{"an overflowing sum of floats is infinite", "sum(`[1e308,1e308]`)", "Infinity"},
		{"infinities cancel out to nothing", "sum(`[Infinity,-Infinity]`)", "NaN"},
		{"a sum of nothing is an integer", "sum(`[]`)", "0"},
		{"an average is a float", "avg(`[2,4]`)", "3.0"},
		{"a large integer and its float are the same", "`9223372036854775808` == `9223372036854775808.0`", "true"},
		{"its neighbour is not, though it would be as a float", "`9007199254740993` == `9007199254740992.0`", "false"},
		{"and it is greater", "`9007199254740993` > `9007199254740992.0`", "true"},
		{"everything is below infinity", "`12345678901234567890` < `Infinity`", "true"},
		{"NaN is not itself", "`NaN` == `NaN`", "false"},
		{"nor in order", "[`NaN` < `1`, `NaN` >= `1`, `1` < `NaN`]", "[false,false,false]"},
		{"but true, as every number is", "[!`NaN`, !`0`, !`0.0`]", "[false,false,false]"},
		{"ceil makes an integer", "[ceil(`1.5`), ceil(`-1.5`), ceil(`-0.5`), ceil(`2`)]", "[2,-1,0,2]"},
		{"of any size", "[floor(`1e19`), floor(`-9.3e18`)]", "[10000000000000000000,-9300000000000000000]"},
		{"abs keeps the type", "[abs(`-1`), abs(`-1.0`), abs(`-9223372036854775808`), abs(`-0.0`)]", "[1,1.0,9223372036854775808,0.0]"},
		{"to_number reads integers and floats", "[to_number('-1'), to_number('1.0'), to_number('1e2'), to_number('99999999999999999999')]", "[-1,1.0,100.0,99999999999999999999]"},
		{"and Python's words", "[to_number('nan'), to_number(' -inf '), to_number('+Infinity')]", "[NaN,-Infinity,Infinity]"},
		{"and its spelling", "[to_number('1_0'), to_number('1_0.0_1e0_1'), to_number('.5'), to_number('5.')]", "[10,100.1,0.5,5.0]"},
		{"in every script", "[to_number('٣'), to_number('\u00a0१२.५'), to_number('𝟙𝟚')]", "[3,12.5,12]"},
		{"but nothing else", "[to_number('0x1'), to_number('1__0'), to_number('_1'), to_number('1_'), to_number('²'), to_number('1e'), to_number('--1'), to_number('İnf')]",
			"[null,null,null,null,null,null,null,null]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := search(tt.expr, nil)
			if tt.expr[0] == '[' {
				got, err = search(tt.expr, int64(0)) // a list of null is null
			}
			if err != nil || compact(got) != tt.want {
				t.Errorf("%q = %s, %v, want %s", tt.expr, compact(got), err, tt.want)
			}
		})
	}
}
