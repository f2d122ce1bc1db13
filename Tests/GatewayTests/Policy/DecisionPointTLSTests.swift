import Basics
import NIOSSL
import SPIFFE
import TestKit
import Testing

@testable import Console
@testable import Gateway
@testable import Settings

@Suite("Decision point over TLS") struct DecisionPointTLSTests {
  private func context(_ files: SVIDFiles?) throws -> NIOSSLContext {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.certificateVerification = .none
    if let files {
      configuration.certificateChain = try NIOSSLCertificate.fromPEMFile(files.certificates).map {
        .certificate($0)
      }
      configuration.privateKey = .privateKey(try NIOSSLPrivateKey(file: files.key, format: .pem))
    }
    return try NIOSSLContext(configuration: configuration)
  }

  /// The status of an answer; nil if the decision point does not talk to it.
  private func status(
    _ point: DecisionPointHarness, _ files: SVIDFiles?, _ verb: String, _ fields: [(String, String)] = []
  ) async throws -> Int? {
    guard let agent = try? await Agent.connect(port: point.port, tls: try context(files)) else { return nil }
    let request = AgentRequest(
      verb: verb, path: "/v1/data/a", fields: [("Host", "opa.example"), ("Content-Length", "1")] + fields,
      body: "1")
    try? await agent.send(request.text)
    let answer = try? await agent.answer()
    await agent.close()
    return answer?.status
  }

  @Test func certificatesOpenReadingAndTheTokenWriting() async throws {
    let files = try TemporaryDirectory()
    let strangers = try TemporaryDirectory()
    let pki = try MutualTLSFiles.write(to: files.path, clientPath: ["agents", "alice"])
    let other = try MutualTLSFiles.write(to: strangers.path, clientPath: ["agents", "alice"])
    try await DecisionPointHarness.run(configure: { settings, _ in
      settings.decisionPoint.listen = "127.0.0.1:0"
      settings.decisionPoint.writes = .token
      settings.decisionPoint.tls.certificateFile = pki.server.certificates
      settings.decisionPoint.tls.keyFile = pki.server.key
      settings.decisionPoint.tls.bundleFiles = ["poc.local": pki.server.bundle]
    }) { point in
      let read = try await status(point, pki.client, "GET")
      #expect(read == 200)
      #expect(try await status(point, pki.client, "PUT") == 401)
      let proof = [("Authorization", point.token.exposedHeader())]
      #expect(try await status(point, pki.client, "PUT", proof) == 204)
      #expect(try await status(point, nil, "GET") == nil)
      #expect(try await status(point, other.client, "GET") == nil)
    }
  }
}
