import Basics
import Rego

/// One measurement, as a line of JSON. `Benchmarks/rego/bench.py` runs them and compares.
///
/// ```
/// rego-bench decide DIR NAME COUNT [THREADS]   decisions of one of the policies in DIR
/// rego-bench parse DIR NAME COUNT              the same with the input read from its text each time
/// rego-bench load RULES                        compiling that many rules
/// rego-bench rules RULES COUNT                 decisions among that many rules
/// rego-bench filter TOOLS COUNT                lists of tools, filtered for one caller
/// rego-bench data MEGABYTES                    loading a document of that size
/// ```
let arguments = Array(CommandLine.arguments.dropFirst())

func number(_ index: Int) -> Int { arguments.indices.contains(index) ? Int(arguments[index]) ?? 0 : 0 }
func word(_ index: Int) -> String { arguments.indices.contains(index) ? arguments[index] : "" }

let result: JSONValue
switch word(0) {
case "decide":
  let policy = try SamplePolicy(directory: word(1), name: word(2))
  result = try policy.decide(count: number(3), threads: max(number(4), 1))
case "parse": result = try SamplePolicy(directory: word(1), name: word(2)).parse(count: number(3))
case "load": result = try RuleLoad(rules: number(1)).load()
case "rules": result = try RuleLoad(rules: number(1)).decide(count: number(2))
case "filter": result = try ToolFilter(tools: number(1)).run(count: number(2))
case "data": result = try DataLoad(megabytes: number(1)).load()
default: result = ["error": "say what to measure: decide, parse, load, rules, filter or data"]
}
print(result.text)
