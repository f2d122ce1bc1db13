import Audit
import AuditSinks
import Basics
import Settings

extension SinkPlan {
  /// Every sink of a configuration, in the order of the names.
  ///
  /// - Throws: ``LoadProblem`` if a secret is not where the configuration says.
  static func all(_ settings: AuditSettings) throws(LoadProblem) -> [SinkPlan] {
    var plans: [SinkPlan] = []
    for (name, sink) in settings.sinks.sorted(by: { $0.key < $1.key }) {
      plans.append(try SinkPlan(name: name, sink))
    }
    for (name, witness) in settings.witnesses.sorted(by: { $0.key < $1.key }) {
      plans.append(try SinkPlan(witness: name, witness))
    }
    return plans
  }

  /// Names of sinks hold no dots, so that the two never meet.
  private init(witness name: String, _ settings: WitnessSettings) throws(LoadProblem) {
    let key = "audit.witnesses.\(name)"
    guard let witness = settings.publicKey.flatMap({ NoteKey($0) }), witness.isWitness else {
      throw LoadProblem("audit", ["\(key).public_key is no key of a witness (NAME+ID+KEY, of the kind 4)"])
    }
    var sink = SinkSettings()
    sink.url = settings.url
    sink.caFile = settings.caFile
    self.init(name: "witness.\(name)", target: .witness(try Self.address(sink, key), witness))
    content = .checkpoints
  }

  private init(name: String, _ settings: SinkSettings) throws(LoadProblem) {
    self.init(name: name, target: try Self.target(settings, "audit.sinks.\(name)"))
    content = settings.content == .entries ? .entries : .checkpoints
    format =
      switch settings.format {
      case .json: .json
      case .cef: .cef
      case .ocsf: .ocsf
      }
    start = settings.start == .oldest ? .oldest : .newest
    batchMax = settings.batchMax
    batchInterval = settings.batchInterval
    timeout = settings.timeout
    backoffMax = settings.backoffMax
  }

  private static func target(_ settings: SinkSettings, _ key: String) throws(LoadProblem) -> SinkTarget {
    switch settings.kind {
    case .stdout: return .standardOutput
    case .directory: return .directory(settings.directory ?? "")
    case .syslog:
      guard let (host, port) = settings.endpoint else {
        throw LoadProblem("audit", ["\(key).address is no host and port"])
      }
      var address = SinkAddress(host: host, port: port)
      address.tls = settings.tls ? tls(settings) : nil
      return .syslog(address)
    case .openSearch: return .openSearch(try address(settings, key), index: settings.index)
    case .http: return .http(try address(settings, key))
    }
  }

  private static func address(_ settings: SinkSettings, _ key: String) throws(LoadProblem) -> SinkAddress {
    guard let url = settings.url.flatMap({ UpstreamURL($0) }) else {
      throw LoadProblem("audit", ["\(key).url is no http:// or https:// URL"])
    }
    var address = SinkAddress(host: url.origin.host, port: url.origin.port)
    address.path = url.path
    address.tls = url.origin.isSecure ? tls(settings) : nil
    if let token = try SecretText.read(env: settings.tokenEnv, file: nil, key) {
      address.authorization = Redacted("Bearer \(token.exposed())")
    } else if let user = settings.username, let password = try SecretText.read(env: settings.passwordEnv, file: nil, key) {
      address.authorization = Redacted("Basic \(Base64.encode(Array("\(user):\(password.exposed())".utf8)))")
    }
    return address
  }

  private static func tls(_ settings: SinkSettings) -> SinkTLS {
    SinkTLS(
      authorityFile: settings.caFile, certificateFile: settings.certificateFile, keyFile: settings.keyFile)
  }
}
