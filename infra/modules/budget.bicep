param stem string
param pounds int
param email string
// Azure refuses to change a budget's start afterwards: every later deployment names the same day.
param startsOn string

resource budget 'Microsoft.Consumption/budgets@2023-11-01' = {
  name: 'budget-${stem}'
  properties: {
    amount: pounds
    category: 'Cost'
    timeGrain: 'Monthly'
    timePeriod: { startDate: startsOn }
    notifications: {
      near: { enabled: true, operator: 'GreaterThan', threshold: 80, thresholdType: 'Actual', contactEmails: [email] }
      over: { enabled: true, operator: 'GreaterThan', threshold: 100, thresholdType: 'Forecasted', contactEmails: [email] }
    }
  }
}
