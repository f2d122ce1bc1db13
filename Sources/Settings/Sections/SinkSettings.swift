/// One place beside the log that gets its entries or checkpoints.
///
/// ## Configuration keys
/// - `kind` (syslog, opensearch, http, stdout, directory; default stdout): How they are delivered.
/// - `content` (entries, checkpoints; default entries): What is delivered.
/// - `format` (json, cef, ocsf; default json): How an entry is written; directories hold the lines of the log.
/// - `start` (oldest, newest; default oldest): Where a sink begins that has never delivered anything.
/// - `url` (http:// or https:// URL, or empty; default empty): Of `opensearch` and `http`.
/// - `index` (name of 1 to 64 letters, digits, - and _; default precinct-audit): Of `opensearch`: an index or data
///   stream.
/// - `address` (host:port, or empty; default empty): Of `syslog`.
/// - `tls` (true or false; default true): Whether `syslog` speaks TLS (RFC 5425).
/// - `directory` (path, or empty; default empty): Of `directory`; made if its parent is there.
/// - `ca_file` (path of a file, or empty; default empty): Authorities of the server's certificate; empty for those of the
///   system.
/// - `certificate_file` (path of a file, or empty; default empty): Our certificate with its chain.
/// - `key_file` (path of a file, or empty; default empty): Its key.
/// - `username` (text or empty; default empty): For HTTP Basic authentication, with a password.
/// - `password_env` (name of an environment variable, or empty; default empty): Where its password is.
/// - `token_env` (name of an environment variable, or empty; default empty): Where a bearer token is.
/// - `batch_max` (integer, 1…10000; default 1000): Records in one delivery.
/// - `batch_interval_ms` (integer, 0…3600000; default 1000; for directories 60000): How long records wait for others.
/// - `timeout_ms` (integer, 100…600000; default 30000): One delivery.
/// - `backoff_max_ms` (integer, 250…3600000; default 60000): The longest pause after failures.
public struct SinkSettings: SettingsSection {
  public var kind = SinkKind.stdout
  public var content = SinkContentSetting.entries
  public var format = SinkFormatSetting.json
  public var start = SinkStartSetting.oldest
  public var url: String?
  public var index = "precinct-audit"
  public var address: String?
  public var tls = true
  public var directory: String?
  public var caFile: String?
  public var certificateFile: String?
  public var keyFile: String?
  public var username: String?
  public var passwordEnv: String?
  public var tokenEnv: String?
  public var batchMax = 1_000
  public var batchInterval = Duration.milliseconds(1_000)
  public var timeout = Duration.milliseconds(30_000)
  public var backoffMax = Duration.milliseconds(60_000)

  private static let directoryInterval = Duration.milliseconds(60_000)

  public init() {}

  public static let fields: [Field<Self>] = [
    .choice("kind", \.kind),
    .choice("content", \.content),
    .choice("format", \.format),
    .choice("start", \.start),
    .text("url", \.url, .httpURL),
    .text("index", \.index, .fileName),
    .text("address", \.address, .address),
    .toggle("tls", \.tls),
    .text("directory", \.directory, .path),
    .text("ca_file", \.caFile, .existingFile),
    .text("certificate_file", \.certificateFile, .existingFile),
    .text("key_file", \.keyFile, .existingFile),
    .text("username", \.username, .any),
    .text("password_env", \.passwordEnv, .variableName),
    .text("token_env", \.tokenEnv, .variableName),
    .integer("batch_max", \.batchMax, 1...10_000, unit: "records"),
    .milliseconds("batch_interval_ms", \.batchInterval, 0...3_600_000),
    .milliseconds("timeout_ms", \.timeout, 100...600_000),
    .milliseconds("backoff_max_ms", \.backoffMax, 250...3_600_000),
  ]

  /// Host and port of a syslog receiver.
  public var endpoint: (host: String, port: Int)? { address.flatMap(Address.parts) }

  /// Whether what is delivered leaves this machine without protection.
  public var isExposed: Bool {
    switch kind {
    case .syslog: !tls && !(endpoint.map { Loopback.names($0.host) } ?? true)
    case .openSearch, .http: url.map { $0.hasPrefix("http://") && !Loopback.isHost(of: $0) } ?? false
    case .stdout, .directory: false
    }
  }

  public mutating func complete(_ decoding: inout SectionDecoding) {
    let needs: (key: String, isThere: Bool)? =
      switch kind {
      case .syslog: ("address", address != nil)
      case .openSearch, .http: ("url", url != nil)
      case .directory: ("directory", directory != nil)
      case .stdout: nil
      }
    if let needs, !needs.isThere { decoding.report(needs.key, "a sink of the kind \(kind.rawValue) needs it") }
    if (certificateFile == nil) != (keyFile == nil) {
      decoding.report("key_file", "give certificate_file and key_file, or neither")
    }
    if (username == nil) != (passwordEnv == nil) { decoding.report("username", "give username and password_env, or neither") }
    if tokenEnv != nil, passwordEnv != nil { decoding.report("token_env", "give token_env or password_env, not both") }
    if tokenEnv != nil || passwordEnv != nil, isExposed {
      decoding.report("url", "a secret would go over the network unprotected; use https://")
    }
    if format != .json, content == .checkpoints || kind == .directory {
      decoding.report("format", "checkpoints and directories are written as they are; leave json")
    }
    if kind == .directory, !decoding.isGiven("batch_interval_ms") { batchInterval = Self.directoryInterval }
  }
}

/// How a sink delivers.
public enum SinkKind: String, SettingChoice {
  case syslog
  case openSearch = "opensearch"
  case http, stdout, directory
}

/// What a sink delivers.
public enum SinkContentSetting: String, SettingChoice {
  case entries, checkpoints
}

/// How a sink writes an entry.
public enum SinkFormatSetting: String, SettingChoice {
  case json, cef, ocsf
}

/// Where a new sink begins.
public enum SinkStartSetting: String, SettingChoice {
  case oldest, newest
}
