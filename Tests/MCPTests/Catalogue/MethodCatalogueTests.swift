import Testing

@testable import MCP

@Suite("Method catalogue")
struct MethodCatalogueTests {
  static func names(from sender: Sender, in version: ProtocolVersion, _ kind: MethodEntry.Kind) -> Set<String> {
    Set(MethodCatalogue.entries.filter { $0.kind == kind && $0.isAllowed(from: sender, in: version) }.map(\.name))
  }

  @Test func everyNameThatCodeAsksForIsInTheCatalogueAndTheReverse() {
    #expect(Method.named.allSatisfy { $0.isKnown })
    #expect(Set(Method.named.map(\.name)) == Set(MethodCatalogue.entries.map(\.name)))
    #expect(Method.named.count == MethodCatalogue.entries.count)
  }

  @Test func lookUpFindsEveryNameAndNothingElse() {
    for (row, entry) in MethodCatalogue.entries.enumerated() {
      #expect(MethodCatalogue.row(ofName: entry.name) == UInt8(row))
      #expect(MethodCatalogue.row(ofName: entry.name + "x") == Method.unknownRow)
      #expect(MethodCatalogue.row(ofName: String(entry.name.dropLast()) + "_") == Method.unknownRow)
      #expect(!Method(entry.name.uppercased()).isKnown)
    }
    #expect(!Method("").isKnown)
  }

  @Test func theFirstTwoRevisionsHaveTheSameMethods() {
    for sender in [Sender.client, .server] {
      for kind in [MethodEntry.Kind.request, .notification] {
        let first = Self.names(from: sender, in: .v2024_11_05, kind)
        #expect(first == Self.names(from: sender, in: .v2025_03_26, kind))
      }
    }
    #expect(
      Self.names(from: .client, in: .v2025_03_26, .request) == [
        "initialize", "ping", "completion/complete", "logging/setLevel", "prompts/get", "prompts/list",
        "resources/list", "resources/read", "resources/subscribe", "resources/unsubscribe",
        "resources/templates/list", "tools/call", "tools/list",
      ])
    #expect(
      Self.names(from: .server, in: .v2025_03_26, .request) == ["roots/list", "sampling/createMessage", "ping"])
  }

  @Test func tasksCameIn2025AndElicitationBeforeThem() {
    #expect(Self.names(from: .server, in: .v2025_06_18, .request).contains("elicitation/create"))
    let added = Self.names(from: .client, in: .v2025_11_25, .request)
      .subtracting(Self.names(from: .client, in: .v2025_06_18, .request))
    #expect(added == ["tasks/get", "tasks/result", "tasks/list", "tasks/cancel"])
  }

  @Test func theModernRevisionHasNoHandshakeAndNoServerRequests() {
    #expect(
      Self.names(from: .client, in: .v2026_07_28, .request) == [
        "server/discover", "subscriptions/listen", "tools/list", "tools/call", "prompts/list", "prompts/get",
        "resources/list", "resources/templates/list", "resources/read", "completion/complete",
        "tasks/get", "tasks/update", "tasks/cancel",
      ])
    #expect(Self.names(from: .client, in: .v2026_07_28, .notification).isEmpty)
    #expect(Self.names(from: .server, in: .v2026_07_28, .request).isEmpty)
    #expect(
      Self.names(from: .server, in: .v2026_07_28, .notification) == [
        "notifications/subscriptions/acknowledged", "notifications/progress", "notifications/message",
        "notifications/tools/list_changed", "notifications/prompts/list_changed",
        "notifications/resources/list_changed", "notifications/resources/updated", "notifications/cancelled",
        "notifications/tasks",
      ])
    let embedded = Set(MethodCatalogue.entries.filter { $0.embedded.contains(.v2026_07_28) }.map(\.name))
    #expect(embedded == ["roots/list", "sampling/createMessage", "elicitation/create"])
  }

  @Test func theNameHeaderMirrorsSixMethods() {
    let mirrored = Set(MethodCatalogue.entries.filter(\.isNameMirrored).map(\.name))
    #expect(
      mirrored == [
        "tools/call", "prompts/get", "resources/read", "tasks/get", "tasks/update", "tasks/cancel",
      ])
  }

  @Test func revisionsAreOrderedAndBelongToOneEra() {
    #expect(ProtocolVersion.allCases == ProtocolVersion.allCases.sorted())
    #expect(ProtocolVersion.allCases.map(\.rawValue) == ProtocolVersion.allCases.map(\.rawValue).sorted())
    for version in ProtocolVersion.allCases {
      #expect(Revisions.legacy.contains(version) == (version.era == .legacy))
      #expect(Revisions.modern.contains(version) == (version.era == .modern))
      #expect(Revisions(version).rawValue.nonzeroBitCount == 1)
    }
  }
}
