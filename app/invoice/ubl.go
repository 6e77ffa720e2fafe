package invoice

import (
	"strings"
	"time"
)

// ubl reads UBL 2.1 as EN 16931 maps it (CEN/TS 16931-3-2), and invoices of UBL 2.0, which have the same names.
var ubl = func() format {
	f := format{name: UBL, values: map[string]func(*parse, string, attrs){}, ends: map[string]func(*parse){}}
	v := f.values
	v["CustomizationID"] = (*parse).profile
	v["ID"] = first(func(p *parse) *Value { return &p.Number })
	v["IssueDate"] = func(p *parse, s string, _ attrs) { p.date(&p.IssueDate, s, time.DateOnly) }
	for _, path := range []string{"DueDate", "PaymentMeans/PaymentDueDate", "PaymentTerms/PaymentDueDate"} {
		v[path] = func(p *parse, s string, _ attrs) { p.date(&p.DueDate, s, time.DateOnly) }
	}
	v["InvoiceTypeCode"], v["CreditNoteTypeCode"] = (*parse).kind, (*parse).kind
	v["DocumentCurrencyCode"] = first(func(p *parse) *Value { return &p.Currency })
	v["BuyerReference"] = first(func(p *parse) *Value { return &p.BuyerReference })
	v["OrderReference/ID"] = first(func(p *parse) *Value { return &p.Order })
	v["PaymentMeans/PaymentID"] = func(p *parse, s string, _ attrs) { p.refer(s) }
	v["PaymentMeans/PayeeFinancialAccount/ID"] = func(p *parse, s string, _ attrs) { p.pay(s) }
	f.party("AccountingSupplierParty/Party", func(p *parse) *Party { return &p.Seller })
	f.party("AccountingCustomerParty/Party", func(p *parse) *Party { return &p.Buyer })
	f.taxes()
	const total = "LegalMonetaryTotal/"
	v[total+"LineExtensionAmount"] = money(func(p *parse) *Value { return &p.sums.lineTotal })
	v[total+"TaxExclusiveAmount"] = money(func(p *parse) *Value { return &p.Net })
	v[total+"TaxInclusiveAmount"] = money(func(p *parse) *Value { return &p.Gross })
	v[total+"AllowanceTotalAmount"] = money(func(p *parse) *Value { return &p.sums.allowance })
	v[total+"ChargeTotalAmount"] = money(func(p *parse) *Value { return &p.sums.charge })
	v[total+"PrepaidAmount"] = money(func(p *parse) *Value { return &p.sums.prepaid })
	v[total+"PayableRoundingAmount"] = money(func(p *parse) *Value { return &p.sums.rounding })
	v[total+"PayableAmount"] = money(func(p *parse) *Value { return &p.Payable })
	for _, line := range []string{"InvoiceLine", "CreditNoteLine"} {
		v[line+"/LineExtensionAmount"] = func(p *parse, s string, _ attrs) { p.sums.add(s) }
	}
	return f
}()

// party reads a seller or a buyer below a path.
func (f *format) party(path string, of func(*parse) *Party) {
	v := f.values
	v[path+"/PartyLegalEntity/RegistrationName"] = func(p *parse, s string, _ attrs) {
		if s != "" { // the legal name wins over a trading name, wherever it stands
			of(p).Name = Value(s)
		}
	}
	v[path+"/PartyName/Name"] = first(func(p *parse) *Value { return &of(p).Name })
	v[path+"/PartyLegalEntity/CompanyID"] = first(func(p *parse) *Value { return &of(p).Registration })
	v[path+"/PartyTaxScheme/CompanyID"] = func(p *parse, s string, _ attrs) { p.id = Value(s) }
	v[path+"/PartyTaxScheme/TaxScheme/ID"] = func(p *parse, s string, _ attrs) { p.scheme = s }
	f.ends[path+"/PartyTaxScheme"] = func(p *parse) {
		to := &of(p).VAT
		if p.scheme != "" && !strings.EqualFold(p.scheme, "VAT") {
			to = &of(p).TaxNumber
		}
		if *to == "" {
			*to = p.id
		}
		p.id, p.scheme = "", ""
	}
}

// taxes reads the totals of VAT: one in the invoice's currency, with its parts, and maybe one in the seller's.
func (f *format) taxes() {
	v := f.values
	v["TaxTotal/TaxAmount"] = func(p *parse, s string, a attrs) {
		p.money = a.get("currencyID")
		p.total = ""
		p.amount(&p.total, s)
	}
	const part = "TaxTotal/TaxSubtotal/"
	v[part+"TaxableAmount"] = money(func(p *parse) *Value { return &p.tax.Base })
	v[part+"TaxAmount"] = money(func(p *parse) *Value { return &p.tax.Tax })
	v[part+"Percent"] = money(func(p *parse) *Value { return &p.tax.Rate })
	v[part+"TaxCategory/Percent"] = money(func(p *parse) *Value { return &p.tax.Rate })
	v[part+"TaxCategory/ID"] = first(func(p *parse) *Value { return &p.tax.Category })
	f.ends["TaxTotal/TaxSubtotal"] = func(p *parse) {
		if len(p.parts) < maxTaxes {
			p.parts = append(p.parts, p.tax)
		}
		p.tax = Tax{}
	}
	f.ends["TaxTotal"] = func(p *parse) {
		if p.money == "" || p.Currency == "" || strings.EqualFold(p.money, string(p.Currency)) {
			if p.Tax == "" {
				p.Tax = p.total
			}
			p.Taxes = append(p.Taxes, p.parts...)
		}
		p.total, p.money, p.parts = "", "", nil
	}
}

// maxTaxes bounds the rates of VAT of an invoice.
const maxTaxes = 100
