import Basics
import SPIFFE
import TestKit
import Testing

@Suite("SVID files") struct SVIDFilesTests {
  let directory: TemporaryDirectory
  let files: MutualTLSFiles

  init() throws {
    directory = try TemporaryDirectory()
    files = try MutualTLSFiles.write(to: directory.path)
  }

  @Test func wholeSetIsReadAndItsEndsTrustEachOther() async throws {
    let server = try files.server.readSVID()
    let client = try files.client.readSVID()
    #expect(server.id == files.serverID)
    #expect(client.id == files.clientID)
    #expect(client.chain.count == 2 && client.chainDER.count == 2)
    #expect(String(describing: client.keyPEM) == "[REDACTED]")
    #expect(client.keyPEM.exposed().starts(with: "-----BEGIN PRIVATE KEY-----".utf8))

    let verifier = SVIDVerifier(
      bundles: [try files.client.readBundle(of: files.domain)], allowed: [files.domain])
    #expect(
      try await verifier.verify(chain: client.chainDER, role: .client, now: .now()).get().id == files.clientID
    )
    #expect(
      try await verifier.verify(chain: server.chainDER, role: .server, now: .now()).get().id == files.serverID
    )
    let impostor = try files.impostor.readSVID()
    #expect(impostor.id == files.clientID)
    #expect(
      await verifier.verify(chain: impostor.chainDER, role: .client, now: .now()) == .failure(.untrusted))
  }

  /// The error of reading `files`, whose text must name the file that is to be mended.
  private func error(_ files: SVIDFiles, naming path: String, _ hint: String) throws -> SVIDFileError.Code {
    let error = try #require(throws: SVIDFileError.self) { try files.readSVID() }
    #expect(error.description.hasPrefix(path + ": "))
    #expect(error.description.contains(hint), "\(error)")
    return error.code
  }

  @Test func keyThatOthersMayReadIsRefused() throws {
    let client = files.client
    for mode: UInt32 in [0o640, 0o604, 0o660] {
      try directory.write(try TestCertificate.root(of: "x").keyPEM, to: "client.key", mode: mode)
      #expect(try error(client, naming: client.key, "chmod 600") == .mode)
    }
  }

  @Test func certificatesThatOthersMayWriteAreRefused() throws {
    try directory.write("x", to: "client.pem", mode: 0o666)
    #expect(try error(files.client, naming: files.client.certificates, "chmod go-w") == .mode)
  }

  @Test func wrongContentsAreNamed() throws {
    let client = files.client
    let missing = SVIDFiles(certificates: directory.file("none.pem"), key: client.key, bundle: client.bundle)
    #expect(try error(missing, naming: missing.certificates, "no such file") == .unreadable)
    let folder = SVIDFiles(certificates: directory.path, key: client.key, bundle: client.bundle)
    #expect(try error(folder, naming: directory.path, "regular file") == .unreadable)
    let crossed = SVIDFiles(certificates: client.certificates, key: files.server.key, bundle: client.bundle)
    #expect(try error(crossed, naming: crossed.key, "not the key of the first certificate") == .keyMismatch)
    let swapped = SVIDFiles(certificates: client.bundle, key: client.key, bundle: client.bundle)
    #expect(try error(swapped, naming: client.bundle, "no X.509-SVID") == .notAnSVID)
    let noKey = SVIDFiles(
      certificates: client.certificates, key: try directory.write("nonsense", to: "bad.key", mode: 0o600),
      bundle: client.bundle)
    #expect(try error(noKey, naming: noKey.key, "PEM private key") == .malformed)
    let empty = SVIDFiles(
      certificates: try directory.write("", to: "empty.pem"), key: client.key, bundle: client.bundle)
    #expect(try error(empty, naming: empty.certificates, "empty") == .malformed)
  }

  @Test func bundleFileMayBePEMOrJSON() throws {
    #expect(try files.client.readBundle(of: files.domain).authorities.count == 1)
    let json = #"{"keys":[]}"#
    let path = try directory.write(json, to: "bundle.json")
    let error = #expect(throws: SVIDFileError.self) { try SVIDFiles.readBundle(path, of: files.domain) }
    #expect(error?.code == .malformed)
    let leaf = #expect(throws: SVIDFileError.self) {
      try SVIDFiles.readBundle(files.client.certificates, of: files.domain)
    }
    #expect(leaf?.description.contains("no certificate authority") == true)
  }

  @Test func keySetOfAnIssuerIsRead() throws {
    let issuer = try TokenIssuerFiles.write(to: directory.path)
    let set = try SVIDFiles.readKeySet(issuer.keySet)
    let token = try CompactToken(parsing: issuer.mint.token().utf8)
    try token.verifySignature(with: set, allowing: [.es256])
    let broken = try directory.write("{}", to: "broken.json")
    let error = #expect(throws: SVIDFileError.self) { try SVIDFiles.readKeySet(broken) }
    #expect(error?.description == "\(broken): there is no array `keys`")
  }
}
