import Basics
import FoundationEssentials
import Rego
import Testing

@testable import Policy

@Suite("Policy bundle")
struct PolicyBundleTests {
  @Test func filesAreFoundBelowTheDirectoryInOrder() throws {
    let files = [
      "b.rego": "package b", "a/z.rego": "package z", "a/y_test.rego": "package y", "README.md": "x",
      "data.json": "{}", ".hidden/c.rego": "package c", ".d.rego": "not rego",
    ]
    try withPolicyDirectory(files) { root in
      let bundle = try PolicyBundle(directory: root)
      #expect(bundle.files.map(\.path) == ["a/y_test.rego", "a/z.rego", "b.rego", "data.json"])
      #expect(bundle.policies.map(\.path) == ["a/z.rego", "b.rego"])
      #expect(bundle.tests.map(\.path) == ["a/y_test.rego"])
    }
  }

  @Test func linksAreFollowedInsideOnly() throws {
    try withPolicyDirectory(["..v1/a.rego": "package a", "sub/b.rego": "package b"]) { root in
      let manager = FileManager.default
      try manager.createSymbolicLink(atPath: root + "/..data", withDestinationPath: "..v1")
      try manager.createSymbolicLink(atPath: root + "/a.rego", withDestinationPath: "..data/a.rego")
      try manager.createSymbolicLink(atPath: root + "/passwd", withDestinationPath: "/etc/passwd")
      #expect(try PolicyBundle(directory: root).files.map(\.path) == ["a.rego", "sub/b.rego"])
      try manager.createSymbolicLink(atPath: root + "/out.rego", withDestinationPath: "/etc/passwd")
      #expect(
        codes { () throws(PolicyErrors) in _ = try PolicyBundle(directory: root) } == ["policy_link_outside"])
    }
  }

  @Test func linksThatGoRoundEndAtTheLimit() throws {
    try withPolicyDirectory(["sub/b.rego": "package b"]) { root in
      try FileManager.default.createSymbolicLink(atPath: root + "/sub/again", withDestinationPath: "..")
      #expect(
        codes { () throws(PolicyErrors) in _ = try PolicyBundle(directory: root) } == ["policy_too_deep"])
    }
  }

  @Test func limitsHold() throws {
    try withPolicyDirectory(["a.rego": "package a", "b.rego": "package b", "c.txt": ""]) { root in
      func codes(_ limits: PolicyLimits) -> [String] {
        PolicyTests.codes { () throws(PolicyErrors) in _ = try PolicyBundle(directory: root, limits: limits) }
      }
      #expect(codes(PolicyLimits(filesMax: 1)) == ["policy_too_many_files"])
      #expect(codes(PolicyLimits(entriesMax: 2)) == ["policy_too_many_files"])
      #expect(codes(PolicyLimits(fileBytesMax: 5)) == ["policy_file_too_large"])
      #expect(codes(PolicyLimits(totalBytesMax: 12)) == ["policy_too_large"])
      #expect(codes(.standard) == [])
    }
    #expect(
      PolicyTests.codes { () throws(PolicyErrors) in _ = try PolicyBundle(directory: "/nowhere") }
        == ["policy_directory_missing"])
  }

  @Test func dataStandsBelowItsDirectories() throws {
    let bundle = try Policies.bundle([
      "data.json": #"{"top": 1, "a": {"own": true}}"#, "a/list.yaml": "agents:\n  - x\n",
      "a/b/c.yml": "n: 0x10\n",
      "empty.yaml": "# nothing\n",
    ])
    #expect(bundle.data == ["top": 1, "a": ["own": true, "agents": ["x"], "b": ["n": 16]]])
    let policies = try Policies([
      "a/list.yaml": "agents: [x]", "p.rego": "package mcp.authz\nallow if input.caller in data.a.agents",
    ])
    #expect(policies.decide("x").isAllowed)
    #expect(!policies.decide("y").isAllowed)
  }

  @Test func dataThatCannotBeMergedIsRefused() {
    func codes(_ files: [String: String]) -> [String] {
      PolicyTests.codes { () throws(PolicyErrors) in _ = try Policies.bundle(files) }
    }
    #expect(
      codes(["a.json": #"{"x": {"y": 1}}"#, "b.json": #"{"x": {"y": 1}}"#]) == ["policy_data_conflict"])
    #expect(codes(["a.json": #"{"x": 1}"#, "x/b.json": #"{"y": 1}"#]) == ["policy_data_conflict"])
    #expect(codes(["a.json": "[1]"]) == ["policy_data_not_object"])
    #expect(codes(["a.json": #"{"x": 1, "x": 2}"#, "b.yaml": "x: [", "c.rego": "package c"]).count == 2)
  }

  @Test func faultsNameFileRowAndColumn() {
    func problem(_ files: [String: String]) -> PolicyProblem? {
      do {
        _ = try Policies(files)
        return nil
      } catch {
        return error.problems.first
      }
    }
    let rego = problem(["team/a.rego": "package mcp.authz\n\nallow if {\n  input.x == \n}\n"])
    #expect(rego?.file == "team/a.rego" && rego?.row == 5 && rego?.code == "rego_parse_error")
    let json = problem(["d.json": "{\n \"a\": tru\n}"])
    #expect(json?.file == "d.json" && json?.row == 2)
    let yaml = problem(["d.yaml": "a: 1\nb: [1\n"])
    #expect(yaml?.file == "d.yaml" && yaml?.row ?? 0 >= 2)
  }

  @Test func theDigestFollowsNamesAndContentsButNotTests() throws {
    let base = try Policies.bundle(["a.rego": "package a", "d.json": "{}"]).digest
    #expect(
      try Policies.bundle(["a.rego": "package a", "d.json": "{}", "a_test.rego": "package t"]).digest == base)
    #expect(try Policies.bundle(["a.rego": "package a ", "d.json": "{}"]).digest != base)
    #expect(try Policies.bundle(["b.rego": "package a", "d.json": "{}"]).digest != base)
    // What `sha256sum a.rego d.json | sha256sum` prints.
    #expect(base.hex == "3d23ed082c681216a58dc6039b1d3b5dc417218e9054cdc53cb017ddbd80c317")
  }

  @Test func theOlderDialectIsRead() throws {
    let older =
      "package mcp.authz\nallow { input.caller == \"x\"}\ndeny[msg] { input.tool == \"bash\"; msg := \"no\" }"
    let policies = try Policies([
      "a.rego": older, "b.rego": "package precinct.authz\nimport rego.v1\nallow if false",
    ])
    #expect(policies.decide("x").isAllowed)
    #expect(policies.decide("x", "tools/call", "bash").reason == "no")
  }

  @Test func mutatedFilesNeverCrashTheLoader() {
    let rego = Array(
      "package mcp.authz\nimport rego.v1\nallow if { some x in data.a; x == input.tool } # é\n".utf8)
    let yaml = Array("a: [echo, {b: 1}]\nc: |\n  x\n".utf8)
    var generator = SplitMix(state: 5)
    for _ in 0..<300 {
      func mutated(_ seed: [UInt8]) -> [UInt8] {
        var bytes = seed
        for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
          let at = Int.random(in: 0..<bytes.count, using: &generator)
          switch Int.random(in: 0..<3, using: &generator) {
          case 0: bytes.remove(at: at)
          case 1: bytes[at] = UInt8.random(in: 0...255, using: &generator)
          default: bytes.insert(contentsOf: bytes[at...].prefix(7), at: at)
          }
        }
        return bytes
      }
      let files = [("a.rego", mutated(rego)), ("d.yaml", mutated(yaml))].compactMap {
        PolicyFile(path: $0, bytes: $1)
      }
      do {
        let point = try DecisionPoint(try PolicyBundle(files: files))
        _ = point.decide(PolicyQuestionTests.question, in: RegoContext())
      } catch {
        #expect(!error.problems.isEmpty)
      }
    }
  }
}

/// SplitMix64, so that a failing input can be made again.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
