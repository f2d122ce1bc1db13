import Basics
import Rego
import TestKit
import Testing

@testable import Policy

@Suite("Delivered bundles")
struct PolicyArchiveTests {
  static let module = "package authz\nimport rego.v1\nallow if input.ok"

  private func archive(
    _ files: [String: String], _ verifier: BundleVerifier? = nil
  ) throws(BundleError) -> PolicyArchive {
    try PolicyArchive(name: "b", archive: TestArchive(files).bytes, verifier: verifier)
  }

  private func code(_ files: [String: String], _ verifier: BundleVerifier? = nil) -> BundleError.Code? {
    do throws(BundleError) {
      _ = try archive(files, verifier)
      return nil
    } catch {
      return error.code
    }
  }

  @Test func policiesAndDataAreFoundAsOPAFindsThem() throws {
    let bundle = try archive([
      ".manifest": #"{"revision": "r1", "roots": ["authz", "teams/any"], "metadata": {"x": 1}}"#,
      "authz/a.rego": Self.module, "authz/a_test.rego": "package authz_test", "teams/any/data.json": #"{"k": [1]}"#,
      "authz/other.json": "[]", "README.md": "x", "authz/data.yaml": "list: [a]",
    ])
    #expect(bundle.manifest.revision == "r1")
    #expect(bundle.manifest.roots == [["authz"], ["teams", "any"]])
    #expect(bundle.modules.map(\.path) == ["b/authz/a.rego"])
    #expect(JSONValue.object(bundle.data) == ["authz": ["list": ["a"]], "teams": ["any": ["k": [1]]]])
  }

  @Test func whatLiesOutsideOfTheRootsIsRefused() {
    let manifest = #"{"roots": ["authz", "x/y"]}"#
    #expect(code([".manifest": manifest, "a.rego": "package other"]) == .roots)
    #expect(code([".manifest": manifest, "data.json": #"{"authz": {}, "z": 1}"#]) == .roots)
    #expect(code([".manifest": manifest, "data.json": #"{"x": 1}"#]) == .roots)
    #expect(code([".manifest": manifest, "data.json": #"{"x": {"y": 1}}"#]) == nil)
    #expect(code([".manifest": manifest, "a.rego": "# x\npackage x.y[\"z\"]\n"]) == nil)
    #expect(code([".manifest": #"{"roots": []}"#, "a.rego": "package a"]) == .roots)
  }

  @Test func manifestsThatMakeNoSenseAreRefused() {
    for manifest in [
      "{", "[]", #"{"roots": "a"}"#, #"{"roots": [1]}"#, #"{"roots": ["a", "a/b"]}"#, #"{"revision": 1}"#,
      #"{"rego_version": 2}"#, #"{"file_rego_versions": {"a": "x"}}"#,
    ] {
      #expect(code([".manifest": manifest]) == .manifest, "\(manifest)")
    }
    #expect(code(["data.json": "[1]"]) == .content)
    #expect(code([".manifest": "{}", "patch.json": #"{"data": []}"#]) == .content)
    #expect(code(["data.json": "{"]) == .content)
    #expect(code(["a.rego": "allow := true"]) == .content)
    #expect(code(["../a.rego": "package a"]) == .archive)
  }

  @Test func theLanguageIsTheManifests() throws {
    let bundle = try archive([
      ".manifest": #"{"rego_version": 0, "file_rego_versions": {"/new/*.rego": 1, "/new/old.rego": 0}}"#,
      "old.rego": "package a", "new/x.rego": "package a", "new/old.rego": "package a", "new/d/x.rego": "package a",
    ])
    let versions = Dictionary(uniqueKeysWithValues: bundle.modules.map { ($0.path, $0.version) })
    #expect(
      versions == ["b/old.rego": .v0, "b/new/x.rego": .v1, "b/new/old.rego": .v0, "b/new/d/x.rego": .v0])
  }

  // MARK: Signatures

  private static let files = [
    ".manifest": #"{"revision": "r1", "roots": ["authz"]}"#, "authz/a.rego": module,
    "authz/data.json": #"{"b": 1.50, "a": ["\u00e9 <&>", null]}"#,
  ]

  /// The files with a signature over them.
  private func signed(
    _ files: [String: String] = files, by key: TokenKey,
    _ change: (inout [JSONValue], inout TokenMint) -> Void = { _, _ in }
  ) throws -> [String: String] {
    var names: [JSONValue] = []
    for (path, text) in files.sorted(by: { $0.key < $1.key }) {
      // Documents are hashed with their keys in order, and without white space.
      let content = [
        ".manifest": #"{"revision":"r1","roots":["authz"]}"#, "authz/data.json": #"{"a":["é <&>",null],"b":1.50}"#,
      ][path] ?? text
      names.append([
        "name": .string(path), "hash": .string(Digest256(of: Array(content.utf8)).hex), "algorithm": "SHA-256",
      ])
    }
    var mint = TokenMint(key: key)
    mint.claims = ["scope": "write", "iss": "test"]
    change(&names, &mint)
    mint.claims["files"] = .array(names)
    var all = files
    all[".signatures.json"] = JSONValue.object(["signatures": [.string(try mint.token())]]).text
    return all
  }

  private func verifier(_ key: TokenKey, _ algorithm: BundleAlgorithm, scope: String? = nil) -> BundleVerifier {
    let material = algorithm == .hs256 ? "0123456789abcdef0123456789abcdef" : key.webKey.text
    return BundleVerifier(
      keys: [key.id: BundleKey(algorithm: algorithm, material: Redacted(material))], scope: scope)
  }

  @Test func goodSignaturesOfEachKindAreTaken() throws {
    let secret = TokenKey.secret(Array("0123456789abcdef0123456789abcdef".utf8))
    for (key, algorithm) in [
      (TokenKey.p256(), BundleAlgorithm.es256), (try TokenKey.rsa2048(), .rs256), (secret, .hs256),
      (TokenKey.ed25519(), .eddsa),
    ] {
      let files = try signed(by: key)
      #expect(code(files, verifier(key, algorithm)) == nil, "\(algorithm)")
      #expect(code(files, verifier(key, algorithm, scope: "write")) == nil)
      #expect(code(files, verifier(key, algorithm, scope: "read")) == .signature)
      #expect(code(Self.files, verifier(key, algorithm)) == .unsigned)
    }
  }

  @Test func wrongSignaturesAreRefused() throws {
    let key = TokenKey.p256()
    let good = verifier(key, .es256)
    // Another key under the same name, an algorithm that the key is not for, a key that nobody knows.
    #expect(code(try signed(by: TokenKey.p256()), good) == .signature)
    #expect(code(try signed(by: key), verifier(key, .rs256)) == .signature)
    #expect(code(try signed(by: key.named("other")), good) == .signature)
    #expect(code(try signed(by: key) { $1.header["alg"] = "none" }, good) == .signature)
    // Files that were changed, added, or taken away after signing.
    for change in [
      ["authz/a.rego": Self.module + "\n"], ["authz/b.rego": Self.module], ["authz/data.json": #"{"b": 1.5}"#],
      [".manifest": #"{"revision": "r2", "roots": ["authz"]}"#],
    ] {
      #expect(code(try signed(by: key).merging(change) { $1 }, good) == .signature)
    }
    var fewer = try signed(by: key)
    fewer["authz/a.rego"] = nil
    #expect(code(fewer, good) == .signature)
    // Payloads that do not say enough.
    #expect(code(try signed(by: key) { names, _ in names[0] = ["name": "x"] }, good) == .signature)
    #expect(code(try signed(by: key) { names, _ in names.append(names[0]) }, good) == .signature)
    #expect(code(try signed(by: key) { names, _ in names.removeLast() }, good) == .signature)
    for text in ["", "{}", #"{"signatures": []}"#, #"{"signatures": ["a.b.c"]}"#, #"{"signatures": ["x", "y"]}"#] {
      #expect(code(Self.files.merging([".signatures.json": text]) { $1 }, good) == .signature)
    }
  }

  @Test func whiteSpaceAndOrderOfDocumentsDoNotMatter() throws {
    let key = TokenKey.p256()
    var files = try signed(by: key)
    files["authz/data.json"] = "{\"a\" : [\"é <&>\",\n null],\"b\":1.50}"
    #expect(code(files, verifier(key, .es256)) == nil)
  }
}
