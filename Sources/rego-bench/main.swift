import Basics
import FoundationEssentials
import Rego

/// Microseconds per decision of prepared queries, in process, on one thread: `rego-bench DIR`, where DIR holds
/// NAME.rego, NAME_data.json and NAME_input.json.
let directory = CommandLine.arguments.dropFirst().first ?? "."
let queries = [
  ("rbac", "data.app.rbac.allow"), ("api", "data.httpapi.authz.allow"), ("linear", "data.acl.linear.allow"),
  ("gw", "data.gw.authz.decision"),
]

func read(_ name: String) throws -> String {
  try String(contentsOfFile: directory + "/" + name, encoding: .utf8)
}

/// One round: microseconds per call.
func time(_ count: Int, _ body: () throws -> Void) rethrows -> Double {
  let start = MonotonicTime.now()
  for _ in 0..<count { try body() }
  return Double(MonotonicTime.now() - start) / Double(count) / 1000
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

func format(_ value: Double) -> String { String((value * 1000).rounded() / 1000) }

/// Microseconds per call on each of two threads at once; the single figure again is perfect scaling.
func twoThreads(_ query: PreparedQuery, _ inputText: [UInt8], _ count: Int) throws -> Double {
  let json = try JSONValue.parse(inputText)
  let start = MonotonicTime.now()
  DispatchQueue.concurrentPerform(iterations: 2) { _ in
    let own = query
    let context = RegoContext()
    let input = RegoInput(json)
    for _ in 0..<count { _ = try? own.evaluate(input, in: context) }
  }
  return Double(MonotonicTime.now() - start) / Double(count) / 1000
}

print("policy\tmedian us\tbest us\tfrom JSON us\ttwo threads x")
for (name, reference) in queries {
  let text = try read(name + ".rego")
  let data = try JSONValue.parse(try read(name + "_data.json"))
  let inputText = Array(try read(name + "_input.json").utf8)
  let policy = try CompiledPolicy(sources: [RegoSource(path: name + ".rego", text: text)], data: data)
  let query = try policy.query(reference)
  let context = RegoContext()
  let input = RegoInput(try JSONValue.parse(inputText))
  let answer = try query.evaluate(input, in: context)?.json.text ?? "undefined"
  _ = try time(20_000) { _ = try query.evaluate(input, in: context) }
  var rounds: [Double] = []
  var parsed: [Double] = []
  for _ in 0..<15 {
    rounds.append(try time(20_000) { _ = try query.evaluate(input, in: context) })
    parsed.append(
      try time(5_000) {
        let fresh = RegoInput(try JSONDocument(parsing: inputText))
        _ = try query.evaluate(fresh, in: context)
      })
  }
  let both = try twoThreads(query, inputText, 200_000)
  let single = median(rounds)
  print(
    "\(name)\t\(format(single))\t\(format(rounds.min() ?? 0))\t\(format(median(parsed)))\t\(format(2 * single / both))\t\(answer)")
}
