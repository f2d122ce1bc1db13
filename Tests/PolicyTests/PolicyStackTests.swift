import Basics
import Rego
import TestKit
import Testing

@testable import Policy

@Suite("Policy stack")
struct PolicyStackTests {
  private func stack(_ files: [String: String] = [:]) throws -> PolicyStack {
    try PolicyStack(directory: try Policies.bundle(files))
  }

  private func path(_ text: String) throws -> DocumentPath { try #require(DocumentPath(url: text)) }

  private func bundle(_ name: String, _ files: [String: String]) throws -> PolicyArchive {
    try PolicyArchive(name: name, archive: TestArchive(files).bytes, verifier: nil)
  }

  private func code(_ body: () throws -> Void) -> DocumentError.Code? {
    do {
      try body()
      return nil
    } catch {
      return (error as? DocumentError)?.code
    }
  }

  // MARK: Documents

  @Test func whatIsPutIsThereAndNothingElseChanges() throws {
    let old = try stack(["data.json": #"{"a": {"b": 1}, "c": [1, 2]}"#])
    #expect(old.bundle.digest == old.directory.digest)
    let new = try old.putting(["x"], at: path("a/d/e"))
    #expect(new.documents == ["a": ["b": 1, "d": ["e": ["x"]]], "c": [1, 2]])
    #expect(old.documents == ["a": ["b": 1], "c": [1, 2]])
    #expect(new.bundle.digest != old.bundle.digest)
    #expect(try new.putting([:], at: path("a")).documents == ["a": [:], "c": [1, 2]])
    #expect(try new.putting(["z": 1], at: path("")).documents == ["z": 1])
    #expect(try new.putting(7, at: path("c/1")).documents["c"] == [1, 7])
    #expect(try new.putting(7, at: path("c/2")).documents["c"] == [1, 2, 7])
    #expect(try new.putting(7, at: path("a%2Fb/%22")).documents["a/b"] == ["\"": 7])
  }

  @Test func whatMakesNoSenseIsRefused() throws {
    let stack = try stack(["data.json": #"{"a": {"b": 1}, "c": [1]}"#])
    #expect(code { _ = try stack.putting(1, at: path("a/b/c")) } == .conflict)
    #expect(code { _ = try stack.putting(1, at: path("c/7")) } == .notFound)
    #expect(code { _ = try stack.putting(1, at: path("c/x")) } == .notFound)
    #expect(code { _ = try stack.putting(1, at: path("c/7/x")) } == .notFound)
    #expect(code { _ = try stack.putting(1, at: path("")) } == .invalid)
    #expect(code { _ = try stack.removing(path("")) } == .invalid)
    #expect(code { _ = try stack.removing(path("a/x")) } == .notFound)
    #expect(code { _ = try stack.removing(path("x/y")) } == .notFound)
    #expect(DocumentPath(url: String(repeating: "a/", count: 65)) == nil)
    #expect(DocumentPath(url: "a%2") == nil && DocumentPath(url: "%ff") == nil)
  }

  @Test func removingHidesWhatIsBelowAndForgetsWhatWasWritten() throws {
    let base = try stack(["data.json": #"{"a": {"b": 1}}"#])
    let removed = try base.removing(path("a/b"))
    #expect(removed.documents == ["a": [:]])
    #expect(code { _ = try removed.removing(path("a/b")) } == .notFound)
    let written = try base.putting(1, at: path("banned")).removing(path("banned"))
    #expect(written.documents == base.documents && written.overlay.isEmpty)
    // A later file shows again, then.
    let later = try PolicyStack(
      directory: try Policies.bundle(["data.json": #"{"a": {"b": 1}, "banned": [1]}"#]), overlay: removed.overlay)
    #expect(later.documents == ["a": [:], "banned": [1]])
  }

  @Test func patchesDoWhatTheStandardSays() throws {
    let base = try stack(["data.json": #"{"a": {"list": [1, 2, 3]}, "n": null}"#])
    func patched(
      _ operation: DocumentEdit.Operation, _ pointer: String, _ value: JSONValue = 9
    ) throws -> JSONValue {
      let place = try #require(DocumentPath(pointer: pointer, below: path("a")))
      return try #require(try base.editing(DocumentEdit(operation, place, value)).documents["a"])
    }
    #expect(try patched(.add, "/list/-") == ["list": [1, 2, 3, 9]])
    #expect(try patched(.add, "/list/0") == ["list": [9, 1, 2, 3]])
    #expect(try patched(.replace, "list/1") == ["list": [1, 9, 3]])
    #expect(try patched(.remove, "/list/1") == ["list": [1, 3]])
    #expect(try patched(.remove, "/list") == [:])
    #expect(try patched(.add, "/x~1y~0") == ["list": [1, 2, 3], "x/y~": 9])
    #expect(try patched(.replace, "", [:]) == [:])
    for (operation, pointer) in [
      (DocumentEdit.Operation.add, "/nowhere/x"), (.replace, "/x"), (.remove, "/x"), (.add, "/list/4"),
      (.add, "/list/x"), (.replace, "/list/-"), (.remove, "/list/3"), (.remove, "/list/-1"), (.add, "/list/0/x"),
    ] {
      #expect(code { _ = try patched(operation, pointer) } == .notFound, "\(operation) \(pointer)")
    }
  }

  @Test func anOverlaySurvivesItsFile() throws {
    let stack = try stack(["data.json": #"{"a": {"b": 1, "c": 2}}"#, "a.rego": "package a", "b.rego": "package b"])
      .putting(["x": [1, nil]], at: path("p/q")).removing(path("a/b")).putting(true, at: path("a/c"))
      .puttingPolicy("new", "package new").deletingPolicy("a.rego")
    let read = try PolicyOverlay(stack.overlay.bytes)
    #expect(read == stack.overlay && read.bytes == stack.overlay.bytes)
    let again = try PolicyStack(directory: stack.directory, overlay: read)
    #expect(again.documents == ["a": ["c": true], "p": ["q": ["x": [1, nil]]]])
    #expect(again.policies.map(\.path) == ["b.rego", "new"])
    for bytes in ["", "{}", #"{"version": 2}"#, #"{"version": 1, "documents": {"in": {"a": 1}}, "policies": {}}"#] {
      #expect(codes { () throws(PolicyErrors) in _ = try PolicyOverlay(Array(bytes.utf8)) } == ["policy_overlay_invalid"])
    }
  }

  /// Whatever is written in whatever order, the overlay over the base gives what the operations gave.
  @Test func overlayAndEditsAgree() throws {
    var random = SeededGenerator(seed: 11)
    let names = ["a", "b", "c"]
    for _ in 0..<200 {
      var stack = try stack(["data.json": #"{"a": {"b": {"c": 1}, "c": [1, {"a": 2}]}, "b": "s"}"#])
      var expected = stack.documents
      for _ in 0..<8 {
        let parts = (0..<Int.random(in: 1...3, using: &random)).map { _ in
          Int.random(in: 0..<5, using: &random) == 0 ? "1" : names.randomElement(using: &random) ?? ""
        }
        let value: JSONValue = [.integer(Int.random(in: 0..<9, using: &random)), ["a": [1]], [:], [1, 2], nil]
          .randomElement(using: &random) ?? nil
        let operations: [DocumentEdit.Operation] = [.add, .replace, .remove]
        let edit = DocumentEdit(
          operations.randomElement(using: &random) ?? .add, try #require(DocumentPath(parts)), value)
        guard let next = try? stack.editing(edit) else {
          #expect(throws: DocumentError.self) { try edit.applied(to: expected) }
          continue
        }
        expected = try edit.applied(to: expected)
        stack = next
        #expect(stack.documents == expected)
        #expect(try PolicyStack(directory: stack.directory, overlay: PolicyOverlay(stack.overlay.bytes)).documents == expected)
      }
    }
  }

  // MARK: Policies

  @Test func policiesAreReplacedDeletedAndKeptByTheirNames() throws {
    let base = try stack(["a.rego": "package a\nx := 1", "t_test.rego": "package t"])
    #expect(base.policies.map(\.path) == ["a.rego"])
    let replaced = try base.puttingPolicy("a.rego", "package a\nx := 2")
    #expect(replaced.policies.map(\.text) == ["package a\nx := 2"])
    let deleted = try replaced.deletingPolicy("a.rego")
    #expect(deleted.policies.isEmpty)
    #expect(code { _ = try deleted.deletingPolicy("a.rego") } == .notFound)
    let added = try base.puttingPolicy("dir/n", "package n").deletingPolicy("dir/n")
    #expect(added.overlay.isEmpty)
  }

  @Test func aDocumentInTheWayOfARuleDoesNotCompile() throws {
    let stack = try stack(["a.rego": "package a.b\nx := 1"])
    for (place, value) in [("a/b/x", JSONValue.integer(1)), ("a/b", .string("s")), ("a", .array([]))] {
      let with = try stack.putting(value, at: path(place))
      #expect(codes { () throws(PolicyErrors) in _ = try DecisionPoint(with.bundle) } == ["rego_compile_error"])
    }
    _ = try DecisionPoint(try stack.putting(1, at: path("a/b/y")).bundle)
  }

  // MARK: Bundles

  @Test func aBundleOwnsWhatIsBelowItsRoots() throws {
    let directory = [
      "a.rego": "package authz\nimport rego.v1\nallow := \"directory\"", "b.rego": "package other\nx := 1",
      "data.json": #"{"authz": {"k": 1}, "z": 2}"#,
    ]
    let bundle = try bundle(
      "b",
      [
        ".manifest": #"{"revision": "7", "roots": ["authz"]}"#, "p.rego": "package authz\nallow := \"bundle\"",
        "authz/data.json": #"{"list": [1]}"#,
      ])
    let stack = try stack(directory).activating(bundle)
    #expect(stack.documents == ["authz": ["list": [1]], "z": 2])
    #expect(stack.policies.map(\.path) == ["b.rego", "b/p.rego"])
    let reading = PolicyReading(try DecisionPoint(stack.bundle).policy)
    #expect(try reading.document(at: path("authz"), input: nil) == ["allow": "bundle", "list": [1]])
    #expect(code { _ = try stack.putting(1, at: path("authz/list")) } == .owned)
    #expect(code { _ = try stack.removing(path("authz")) } == .owned)
    #expect(code { _ = try stack.putting([:], at: path("")) } == .owned)
    #expect(code { _ = try stack.puttingPolicy("x", "package authz.more") } == .owned)
    #expect(code { _ = try stack.deletingPolicy("b/p.rego") } == .owned)
    #expect(try stack.putting([1], at: path("banned")).documents["banned"] == [1])
    // Another of the same name takes its place; one with the same root does not come in.
    let next = try self.bundle("b", [".manifest": #"{"roots": ["authz"]}"#])
    #expect(try stack.activating(next).documents == ["z": 2])
    let clash = try self.bundle("c", [".manifest": #"{"roots": ["authz/x"]}"#])
    #expect(codes { () throws(PolicyErrors) in _ = try stack.activating(clash) } == ["policy_roots_overlap"])
  }

  @Test func nothingIsAllowedAsLongAsABundleIsMissing() throws {
    let files = ["a.rego": "package mcp.authz\nimport rego.v1\nallow := true"]
    let stack = try PolicyStack(directory: try Policies.bundle(files), missing: ["b"])
    func decide(_ stack: PolicyStack) throws -> PolicyDecision {
      let point = try DecisionPoint(stack.bundle, missingBundles: stack.missing)
      return point.decide(
        PolicyQuestion(caller: "c", method: "m", now: Timestamp(seconds: 1)), in: RegoContext())
    }
    #expect(try decide(stack).fault?.code == "policy_bundle_missing")
    let there = try stack.activating(try bundle("b", [".manifest": #"{"roots": ["x"]}"#]))
    #expect(try decide(there).isAllowed)
  }

  // MARK: Schedule

  @Test func failuresAreTriedAgainEverMoreSlowly() {
    var random = SeededGenerator(seed: 3)
    var now = Timestamp(seconds: 1_000)
    var schedule = BundleSchedule(minDelay: .seconds(60), maxDelay: .seconds(120), now: now)
    #expect(schedule.isDue(at: now))
    for ceiling in [1, 2, 4, 8, 16, 32, 64, 120, 120, 120] {
      schedule.failed(at: now, &random)
      let wait = schedule.next.since(now)
      #expect(wait >= .seconds(ceiling) / 2 && wait <= .seconds(ceiling), "\(wait) of \(ceiling)")
      #expect(!schedule.isDue(at: now))
      now = schedule.next
    }
    schedule.succeeded(at: now, &random)
    #expect(schedule.next.since(now) >= .seconds(60) && schedule.next.since(now) <= .seconds(120))
    schedule.failed(at: now, &random)
    #expect(schedule.next.since(now) <= .seconds(1))
  }
}
