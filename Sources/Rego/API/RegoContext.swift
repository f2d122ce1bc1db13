public import Basics

/// What an evaluation needs besides the policy: registers, memory, limits, the time. One for each thread; reuse it, so
/// that a decision allocates nothing.
public final class RegoContext {
  public var limits: RegoLimits
  /// What `time.now_ns` says; nil takes the clock's time at the start of each evaluation.
  public var now: Timestamp?
  /// Whom policies may ask over the network; nil refuses `http.send` and `net.lookup_ip_addr`.
  public var network: RegoNetworkAccess?
  /// Whether `print` and `trace` are recorded in `prints`; otherwise their arguments are not even evaluated.
  public var recordsPrints = false
  /// What the last evaluation printed.
  public internal(set) var prints: [String] = []

  /// Where traced code reports to.
  var trace: Trace?

  private var last: Machine?
  private var machines: [(code: Code, machine: Machine)] = []
  /// Prepared queries whose registers and memory are kept; the oldest goes first.
  static let machineLimit = 8

  public init(limits: RegoLimits = RegoLimits()) { self.limits = limits }

  func machine(for code: Code) -> Machine {
    let machine: Machine
    if let last, last.code === code {
      machine = last
    } else if let known = machines.first(where: { $0.code === code }) {
      machine = known.machine
    } else {
      machine = Machine(code: code)
      if machines.count >= RegoContext.machineLimit { machines.removeFirst() }
      machines.append((code, machine))
    }
    last = machine
    machine.limits = limits
    machine.recordsPrints = recordsPrints
    machine.network = network
    machine.trace = trace
    return machine
  }
}

@available(*, unavailable)
extension RegoContext: Sendable {}
