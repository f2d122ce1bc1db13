/// Which target may import which: the arrows of the architecture page, which point down only.
enum ImportTable {
  /// Modules of the toolchain that every target may import.
  static let toolchain: Set<String> = [
    "Swift", "Synchronization", "FoundationEssentials", "Dispatch", "Glibc", "Musl", "Darwin",
  ]

  private static let crypto: Set<String> = ["Crypto", "CryptoExtras"]
  private static let certificates: Set<String> = ["X509", "SwiftASN1"]
  private static let io: Set<String> = [
    "NIOCore", "NIOPosix", "NIOSSL", "NIOHTTP1", "NIOHTTP2", "NIOHPACK", "NIOTLS", "NIOConcurrencyHelpers", "NIOFoundationCompat",
    "NIOEmbedded", "DequeModule",
  ]
  private static let services: Set<String> = ["Logging", "Metrics", "ServiceLifecycle", "UnixSignals"]
  static let webFrameworks: Set<String> = [
    "Hummingbird", "HummingbirdTLS", "HummingbirdCore", "HTTPTypes", "AsyncHTTPClient",
  ]

  /// Four libraries that could each be published alone.
  static let pure: Set<String> = ["Rego", "MCP", "Detection", "SPIFFE"]

  private static let foundations: Set<String> = ["Basics", "YAML"]
  private static let stores: Set<String> = foundations.union(["Storage", "Telemetry"])
  private static let belowGateway: Set<String> = stores.union(pure).union([
    "Settings", "Policy", "Identity", "Registry", "Approvals", "Sessions", "Secrets", "Audit", "AuditIndex",
    "AuditSinks", "WorkloadAPI", "Authority",
  ])

  /// What each target may import beside the toolchain. A target that is not here may import nothing.
  static let allowed: [String: Set<String>] = [
    "Basics": crypto,
    "YAML": ["Basics", "Yams"],
    "Rego": foundations.union(crypto).union(["CRE2", "Yams"]),
    "MCP": ["Basics"],
    "Detection": foundations.union(["CVectorscan", "CRE2", "Yams"]),
    "SPIFFE": foundations.union(crypto).union(certificates),
    "Settings": foundations,
    "Telemetry": foundations,
    "Storage": foundations.union(["GRDB", "CPostgres"]).union(io),
    "Audit": stores.union(crypto).union(["CLinux", "CZlib"]),
    "AuditIndex": foundations.union(["Audit", "GRDB"]),
    "AuditSinks": foundations.union(["Audit", "Telemetry"]).union(io),
    "Policy": stores.union(crypto).union(["CZlib", "Rego"]),
    "WorkloadAPI": foundations.union(["SPIFFE", "CLinux"]).union(io),
    "Authority": foundations.union(crypto).union(certificates).union(["SPIFFE", "WorkloadAPI"]),
    "Identity": stores.union(crypto).union(certificates).union(["SPIFFE"]),
    "Registry": stores.union(crypto).union(["MCP"]),
    "Sessions": stores,
    "Approvals": stores.union(crypto),
    "Secrets": stores.union(crypto),
    "Gateway": belowGateway.union(crypto).union(certificates).union(io).union(services).union(webFrameworks),
    "Console": belowGateway.union(["Gateway"]).union(io).union(services).union(webFrameworks).union(["Mustache"]),
    "Compliance": stores.union(crypto).union(["Audit"]),
    "Backup": stores.union(crypto).union(["Audit"]),
    "OpenSearch": ["Basics", "NIOCore", "NIOPosix", "NIOSSL", "NIOHTTP1"],
    "AgentKit": foundations.union(["MCP"]).union(io).union(webFrameworks),
    "TestKit": belowGateway.union(["Gateway"]).union(crypto).union(certificates).union(io),
    "agw": belowGateway.union(["CLinux", "Gateway", "Console", "Compliance", "OpenSearch", "Backup", "ArgumentParser"])
      .union(io).union(services),
    "audit-bench": ["Audit", "Basics"],
    "audit-crash-writer": ["Audit", "Basics"],
    "audit-search-bench": ["Audit", "AuditIndex", "Basics"],
    "detection-accuracy": foundations.union(["Detection"]),
    "detection-bench": foundations.union(["Detection"]),
    "FuzzEntries": foundations.union(["Policy", "Rego"]),
    "example-tools": foundations.union(["MCP", "ArgumentParser"]).union(io),
    "rego-bench": foundations.union(["Rego"]),
    "rego-conformance": foundations.union(["Rego", "Yams"]),
  ]

  /// Targets that may hold a web framework: the gateway itself, what stands on it, and the client library.
  static let mayHoldWebFrameworks: Set<String> = ["Gateway", "Console", "AgentKit"]
}
