/// Carries what policies ask of the network, if they may. Calls come on the thread of the evaluation and must return in
/// time: an implementation blocks, and gives up at the deadline it is handed.
public protocol RegoTransport: Sendable {
  /// Sends one request and follows no redirections.
  ///
  /// - Throws: ``RegoTransportError`` when there is no whole answer within the request's limits.
  func send(_ request: RegoHTTPRequest) throws(RegoTransportError) -> RegoHTTPResponse

  /// The IP addresses of a host, as text.
  ///
  /// - Parameter timeoutNanoseconds: Time left, in nanoseconds.
  func addresses(of host: String, timeoutNanoseconds: UInt64) throws(RegoTransportError) -> [String]
}

/// Why there is no answer, for policy authors to read.
public struct RegoTransportError: Error, Sendable, Equatable {
  public var message: String

  public init(_ message: String) { self.message = message }
}

/// A request of `http.send`.
public struct RegoHTTPRequest: Sendable, Equatable {
  /// In upper case.
  public var method: String
  public var url: String
  public var headers: [(name: String, value: String)]
  public var body: [UInt8]
  /// Time for the whole exchange, in nanoseconds.
  public var timeoutNanoseconds: UInt64
  /// Longest body of an answer, in bytes; a longer one is an error.
  public var responseBytesMax: Int

  public static func == (left: Self, right: Self) -> Bool {
    left.method == right.method && left.url == right.url && left.body == right.body
      && left.timeoutNanoseconds == right.timeoutNanoseconds && left.responseBytesMax == right.responseBytesMax
      && left.headers.elementsEqual(right.headers) { $0.name == $1.name && $0.value == $1.value }
  }
}

/// What came back.
public struct RegoHTTPResponse: Sendable {
  public var status: Int
  /// `OK`, `Not Found`, …; may be empty.
  public var reason: String
  public var headers: [(name: String, value: String)]
  public var body: [UInt8]

  public init(status: Int, reason: String = "", headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
    self.status = status
    self.reason = reason
    self.headers = headers
    self.body = body
  }
}

/// The grant of `http.send` and `net.lookup_ip_addr`: to these hosts, within these limits. Without it both refuse.
public struct RegoNetworkAccess: Sendable {
  /// Redirections followed for one request that asks for it.
  public static let redirectionsMax = 10

  public var transport: any RegoTransport
  /// Hosts that may be asked, in lower case: `api.example.com`, or with a port `api.example.com:8443`.
  public var hosts: Set<String>
  /// Longest time for one call, in nanoseconds; a policy can only shorten it.
  public var timeoutNanoseconds: UInt64
  /// Longest body of an answer, in bytes.
  public var responseBytesMax: Int
  /// Calls to the network in one evaluation.
  public var callsMax: Int

  public init(
    transport: any RegoTransport, hosts: Set<String>, timeoutNanoseconds: UInt64 = 2_000_000_000,
    responseBytesMax: Int = 1 << 20, callsMax: Int = 16
  ) {
    self.transport = transport
    self.hosts = Set(hosts.map { $0.lowercased() })
    self.timeoutNanoseconds = timeoutNanoseconds
    self.responseBytesMax = responseBytesMax
    self.callsMax = callsMax
  }

  func allows(_ host: String, port: String) -> Bool {
    let host = host.lowercased()
    return hosts.contains(host) || !port.isEmpty && hosts.contains(host + ":" + port)
  }
}
