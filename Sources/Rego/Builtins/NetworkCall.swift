/// The way of a built-in to the network: granted or refused by name, once for each question in a decision, and only so
/// often.
struct NetworkCall {
  private let name: String
  private let call: Arguments

  init(_ name: String, _ call: Arguments) {
    self.name = name
    self.call = call
  }

  /// Ends the evaluation in every mode: a policy that counts on the network must not be answered without it.
  static func refused(_ name: String, _ host: String) -> BuiltinError {
    BuiltinError(
      code: .builtin, message: "\(host) is not granted: add it to the hosts that \(name) may ask, or take the call out",
      isFatal: true)
  }

  /// The answer to `question`: the one already given during this decision, or a new one.
  func once(
    _ question: String, _ answer: (RegoNetworkAccess) throws(BuiltinError) -> Value
  ) throws(BuiltinError) -> Value {
    guard let access = call.machine.network else {
      throw BuiltinError(
        code: .builtin, message: "\(name) is not granted: the configuration gives this policy no access to the network",
        isFatal: true)
    }
    let key = name + ":" + question
    if let known = call.machine.cache.perDecision[key] { return known }
    let value = try answer(access)
    call.machine.cache.perDecision[key] = value
    return value
  }

  /// Counts one exchange.
  func count(_ access: RegoNetworkAccess) throws(BuiltinError) {
    call.machine.cache.networkCalls += 1
    guard call.machine.cache.networkCalls <= access.callsMax else {
      throw .limit("the evaluation calls the network more than \(access.callsMax) times")
    }
  }
}
