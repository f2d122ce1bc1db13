extension ApprovalError: CustomStringConvertible {
  /// What it means to the person who decides.
  public var description: String {
    switch self {
    case .notFound: "There is no such request."
    case .pending: "Nobody has decided yet."
    case .denied: "The request was denied."
    case .expired: "The request has lapsed; the caller may ask again by repeating the call."
    case .alreadyDecided: "The request was decided before."
    case .selfApproval: "The identity that calls cannot agree to its own call."
    case .approverUnnamed: "An approver must give a name."
    case .tokenUnknown: "The token was never given."
    case .tokenMismatch: "The token was given for another call."
    case .alreadyUsed: "The approval has been used."
    case .tooManyPending: "Too many requests are waiting."
    case .unavailable: "The ledger of approvals cannot be read or written."
    }
  }
}
