import Basics
import NIOSSL
import SPIFFE
import TestKit
import Testing

@testable import Gateway
@testable import Settings

@Suite("Mutual TLS") struct MutualTLSTests {
  private static let path = ["agents", "alice"]

  private func run(_ body: (GatewayHarness, MutualTLSFiles, String) async throws -> Void) async throws {
    let files = try TemporaryDirectory()
    let pki = try MutualTLSFiles.write(to: files.path, clientPath: Self.path)
    try await GatewayHarness.run(configure: { settings, _ in
      settings.listeners.data.tls.certificateFile = pki.server.certificates
      settings.listeners.data.tls.keyFile = pki.server.key
      settings.listeners.data.tls.bundleFiles = ["poc.local": pki.server.bundle]
    }) { try await body($0, pki, files.path) }
  }

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

  /// Nil if the gateway does not talk to it.
  private func answer(_ gateway: GatewayHarness, _ files: SVIDFiles?) async throws -> AgentAnswer? {
    guard let agent = try? await gateway.connect(tls: try context(files)) else { return nil }
    try? await agent.send(AgentRequest.call("echo").without("X-SPIFFE-ID").text)
    let answer = try? await agent.answer()
    await agent.close()
    return answer
  }

  @Test func anSVIDOfAnAllowedDomainIsTheCaller() async throws {
    try await run { gateway, pki, _ in
      let answer = try #require(try await answer(gateway, pki.client))
      #expect(answer.status == 200)
      let record = try gateway.records(of: answer).first
      #expect(record?["spiffe_id"] == .string(pki.clientID.text))
      #expect(record?["principal"]?["auth_method"]?.stringValue?.contains("svid") == true)
    }
  }

  @Test func theHeaderDoesNotMakeSomebodyElseOfIt() async throws {
    try await run { gateway, pki, _ in
      let agent = try await gateway.connect(tls: try context(pki.client))
      try await agent.send(AgentRequest.call("echo", as: Toolbox.bob).text)
      let answer = try await agent.answer()
      let record = try gateway.records(of: answer).first
      #expect(record?["spiffe_id"] != .string(Toolbox.bob))
      await agent.close()
    }
  }

  @Test func otherAuthoritiesOtherDomainsAndNobodyAreRefused() async throws {
    try await run { gateway, pki, _ in
      #expect(try await answer(gateway, pki.impostor) == nil)
      let directory = try TemporaryDirectory()
      let foreign = try MutualTLSFiles.write(
        to: directory.path, domain: "elsewhere.example", clientPath: Self.path)
      #expect(try await answer(gateway, foreign.client) == nil)
      #expect(try await answer(gateway, nil) == nil)
      #expect(gateway.server.calls.isEmpty)
    }
  }
}
