import Basics
import Rego
import Testing

/// Modules as they come out of broken editors, half-written files and ill will.
struct HostileTextTests {
  private static let module = """
    # METADATA
    # title: all kinds of things
    package a.b["c d"]

    import data.x as y

    default allow := false

    allow if {
      some role in data.roles[input.user]
      every p in input.parts { p > 1.5e3 }
      not input["x\\u00e4"] with input.z as {1, `raw`}
    } else := {"k": [1, null, $"t {input.user}"]} if count([x | x := input[_]; x != "é"]) >= 2

    f(x, [y, _]) := z if z := x + y * -2 % 3

    s contains {"a": v} if v := {a: b | b := input.o[a]}
    """

  private func isRefused(_ bytes: [UInt8], _ version: RegoVersion = .v1) -> Bool {
    guard let source = try? RegoSource(path: "t.rego", bytes: bytes) else { return true }
    return (try? CompiledPolicy(sources: [source], options: RegoOptions(version: version))) == nil
  }

  @Test func `a module cut off anywhere is read or refused`() {
    let bytes = Array(Self.module.utf8)
    #expect(!isRefused(bytes))
    let refused = bytes.indices.count { isRefused(Array(bytes[..<$0])) }
    #expect(refused > bytes.count / 2)
  }

  @Test func `a module with any byte changed is read or refused`() {
    var random = SeededNumbers(seed: 7)
    let bytes = Array(Self.module.utf8)
    for round in 0..<400 {
      var garbled = bytes
      for _ in 0...(round % 4) {
        garbled[Int.random(in: garbled.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      _ = isRefused(garbled)
      _ = isRefused(garbled, .v0)
    }
  }

  @Test func `a module with its lines in any order is read or refused`() {
    var random = SeededNumbers(seed: 8)
    let lines = Self.module.split(separator: "\n", omittingEmptySubsequences: false)
    for _ in 0..<100 { _ = isRefused(Array(lines.shuffled(using: &random).joined(separator: "\n").utf8)) }
  }

  /// Each of these took time that doubled with every level.
  @Test func `variables without a value are found however deep the terms around them are`() {
    let calls = String(repeating: "f(", count: 60) + "a" + String(repeating: ", b)", count: 60)
    let sums = "a" + (0..<200).map { " + b\($0)" }.joined()
    let arrays = { (name: String) in String(repeating: "[1, ", count: 50) + name + String(repeating: "]", count: 50) }
    for body in ["x := \(calls)", "\(sums) > 0", "\(arrays("x")) = \(arrays("y"))"] {
      let error = #expect(throws: RegoErrors.self) {
        try CompiledPolicy(sources: [RegoSource(path: "t.rego", text: "package t\nf(x, y) := x\np if { \(body) }")])
      }
      #expect(error?.errors.allSatisfy { $0.code == .unsafeVariable } == true)
    }
  }

  @Test func `what one part of a term finds, the others use`() throws {
    let text = "package t\np := [x, y, z] if { r := ((input.a[x] + input.b[x][y]) + input.c[x][y][z]) }"
    let policy = try CompiledPolicy(sources: [RegoSource(path: "t.rego", text: text)])
    let input = try JSONValue.parse(#"{"a": {"k": 1}, "b": {"k": {"l": 2}}, "c": {"k": {"l": {"m": 3}}}}"#)
    #expect(try policy.query("data.t.p").evaluate(RegoInput(input), in: RegoContext())?.json == ["k", "l", "m"])
  }

  @Test func `rules that go in circles are refused with the way they take`() throws {
    for (text, path) in [
      ("p if p", "data.t.p -> data.t.p"), ("p if q\nq if r\nr if p", "data.t.p -> data.t.q -> data.t.r -> data.t.p"),
      ("f(x) := f(x - 1)", "data.t.f -> data.t.f"), ("s contains x if some x in s", "data.t.s -> data.t.s"),
      ("p if { x := [y | y := q]; count(x) > 0 }\nq if not p", "data.t.p -> data.t.q -> data.t.p"),
    ] {
      let error = #expect(throws: RegoErrors.self, "\(text)") {
        try CompiledPolicy(sources: [RegoSource(path: "t.rego", text: "package t\n" + text)])
      }
      let first = error?.errors.first
      #expect(first?.code == .recursion && first?.message.contains(path) == true, "\(text): \(first?.message ?? "")")
      #expect(first?.advice == "break the cycle")
    }
  }

  @Test func `a document asked for by name may hold the rule that asks`() throws {
    let text = "package t\np := data[input.x]\nq := 1"
    let error = #expect(throws: RegoErrors.self) { try CompiledPolicy(sources: [RegoSource(path: "t.rego", text: text)]) }
    #expect(error?.errors.first?.code == .recursion)
  }

  @Test func `rules that contradict each other are an error and no answer`() throws {
    for (text, message) in [
      ("p := 1\np := 2", "complete rules must not produce multiple outputs"),
      ("p := x if some x in [1, 2]", "complete rules must not produce multiple outputs"),
      ("f(x) := x\nf(x) := x + 1\np := f(1)", "functions must not produce multiple outputs for same inputs"),
      ("p[k] := v if { some v in [1, 2]; k := \"a\" }", "object keys must be unique"),
    ] {
      let policy = try CompiledPolicy(sources: [RegoSource(path: "t.rego", text: "package t\n" + text)])
      let error = #expect(throws: RegoError.self, "\(text)") {
        try policy.query("data.t.p").evaluate(RegoInput(), in: RegoContext())
      }
      #expect(error?.code == .conflict && error?.message.hasPrefix(message) == true, "\(text): \(error?.message ?? "")")
    }
  }
}

/// Numbers that are the same in every run.
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ state >> 33
  }
}
