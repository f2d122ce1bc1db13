import Testing
@testable import Policy
@Test func x() {}
