/// How the upstream did, as far as its health is concerned.
///
/// Only what the upstream itself did wrong is a failure: no connection, no answer in time, a broken answer, a
/// server error. A refusal by the gateway, a tool's own error result and a caller that hung up are not, else
/// one caller could open the circuit for all.
public enum BreakerOutcome: Sendable {
  case succeeded, failed
  /// Nothing was learnt: the call never reached the upstream, or its caller went away first.
  case abandoned
}
