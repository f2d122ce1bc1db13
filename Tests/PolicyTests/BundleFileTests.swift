import Basics
import FoundationEssentials
import Rego
import TestKit
import Testing

@testable import Policy

@Suite("Bundles that commands read")
struct BundleFileTests {
  private static let files = [
    ".manifest": #"{"revision": "r7", "roots": ["authz", "authz_test", "teams"], "file_rego_versions": {"/authz/old.rego": 0}}"#,
    "authz/a.rego": "package authz\nallow if input.team in data.teams.all", "authz/old.rego": "package authz\nold { true }",
    "authz/a_test.rego":
      "package authz_test\nimport data.authz\ntest_a if authz.allow with input.team as \"x\"\ntest_old if authz.old",
    "teams/data.json": #"{"all": ["x"]}"#, "teams/notes.json": "[]",
  ]

  private func withBundle(_ files: [String: String], _ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.path + "/bundle-\(UInt64.random(in: 0 ... .max)).tar.gz"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(TestArchive(files).bytes).write(to: URL(filePath: path))
    try body(path)
  }

  @Test func theFilesOfABundleAreThoseOfADirectory() throws {
    try withBundle(Self.files) { path in
      let bundle = try PolicyBundle(path: path)
      #expect(bundle.files.map(\.path) == ["authz/a.rego", "authz/a_test.rego", "authz/old.rego", "teams/data.json"])
      #expect(bundle.data == ["teams": ["all": ["x"]]])
      #expect(bundle.policies.map(\.version) == [nil, .v0])
    }
  }

  @Test func testsOfABundleAreRun() throws {
    try withBundle(Self.files) { path in
      let run = try PolicyTestRun(directory: path)
      #expect(run.isPassed && run.reports.count == 2)
      #expect(PolicyCheck(directory: path, furtherPackages: ["authz"]).problems.isEmpty)
    }
  }

  @Test func queriesSeeABundleBesideFiles() throws {
    try withBundle(Self.files) { path in
      try withPolicyDirectory(["more.rego": "package more\nx := data.authz.old"]) { directory in
        let policy = try PolicySources(paths: [path, directory + "/more.rego"]).compile()
        #expect(try policy.query("data.more.x").evaluate(RegoInput(), in: RegoContext())?.isTrue == true)
      }
    }
  }

  @Test func whatIsNoBundleIsSaidToBeNone() throws {
    try withBundle([".manifest": #"{"roots": ["a"]}"#, "b.rego": "package b"]) { path in
      #expect(codes { () throws(PolicyErrors) in _ = try PolicyBundle(path: path) } == ["bundle_roots_violated"])
      #expect(PolicyCheck(directory: path).problems.map(\.code) == ["bundle_roots_violated"])
    }
    #expect(codes { () throws(PolicyErrors) in _ = try PolicyBundle(path: "/absent.tar.gz") } == ["policy_file_unreadable"])
  }
}
