"""Answers inside whole responses; the notation is that of cases_math."""

from tests.verifiers.cases_math import table

RESPONSES = table(r"""
The answer is 7. ;; The answer is $7$. ;; The final answer is 7 ;; Final answer: 7 ;; **Answer:** 7 ;; **Final Answer:** 7 ;; **Answer**: 7 ;; Answer: $7$ ;; #### 7 ;; 3+4=7 apples in all.⏎#### 7 ;; The answer is: 7 ;; So the answer is $\boxed{7}$. ;; Therefore, the answer is **7**. ;; The correct answer is 7. ;; Answer = 7 ;; ANSWER: 7 ;; The answer to the question is 7. ~ 7
The answer is 8. ;; The answer is not 7. ;; The answer might be 7. ;; #### 8 ;; Answer: 17 ;; Final answer: 7 or 8 ;; The answer is 7 or 8. ;; The answer is either 7 or 8. ;; I'm not sure, but the answer is 7. ;; The answer is probably 7. ;; The answer could be 7. ;; I guess the answer is 7. ;; The answer is 7? ;; Answer: 7, 8 !~ 7
答案是7。 ;; 答案为7 ;; 答案：7 ;; 答案: 7 ;; 答：7 ;; 答：一共有7个苹果。 ;; 最终答案是 7 ;; **答案：** 7 ;; 所以答案是$7$。 ;; 因此，答案为 $\boxed{7}$。 ;; 答案应为7。 ;; 故答案为：7 ;; 故答案为 7． ;; 综上，答案是7。 ;; 最后答案：７。 ~ 7
答案是8。 ;; 答案不是7。 ;; 答案可能是7。 ;; 答案是7或8。 ;; 我不确定，答案也许是7。 ;; 答案：17 ;; 答案大约是7 !~ 7
Tom has 7 apples. ;; So Tom has 7 apples left. ;; There are 7 apples in the basket. ;; Therefore, Tom has 3 + 4 = 7 apples. ;; She needs 7 more. ;; So the sum is 7. ;; The sum of the numbers is 7. ;; Hence x = 7. ;; We get x = 7. ;; This gives us 7. ;; x is equal to 7. ;; The value of x is $7$. ;; Thus the total equals 7. ;; 7 is the answer. ;; Therefore $x=7$. ;; In total there are 7. ;; It costs \$7. ;; = 7 ;; Therefore, 7. ;; So, there were 7 of them. ~ 7
Tom has 8 apples. ;; Tom has 7 apples and Ann has 8 apples. ;; Tom doesn't have 7 apples. ;; Tom has at least 7 apples. ;; Tom might have 7 apples. ;; The question says 7. ;; The sum is not 7. ;; Tom has 7 or 8 apples. ;; Tom has 17 apples. ;; Maybe Tom has 7 apples. ;; How many of the 7 apples are left? ;; If Tom has 7 apples, then he is happy. ;; 7 is wrong. ;; Tom has more than 7 apples. !~ 7
因此总数为7。 ;; 所以x=7。 ;; 因此 $x=7$。 ;; 所以小明一共有7个苹果。 ;; 一共有7个。 ;; 因此x等于7。 ;; 所以和是7。 ;; 综上所述，x的值为7。 ;; 即x=7。 ;; 解得x=7 ;; 解得 $x=7$。 ;; 所以他还剩7元。 ;; 总共7人。 ~ 7
因此总数为8。 ;; 小明有7个苹果，小红有8个梨。 ;; 总数不是7。 ;; 可能有7个。 ;; 如果小明有7个苹果 ;; 题目中有7个苹果 ;; 小明有7个或8个苹果。 !~ 7
Step 1: 3 + 4 = 7.⏎Step 2: 7 - 2 = 5.⏎Therefore, the answer is 5. ;; We compute 3+4=7, then 7-2=5.⏎⏎\boxed{5} ;; First 3+4 = 7.⏎Then 7-2=5.⏎So the result is 5. ;; First, add: 3 + 4 = 7.⏎Then subtract: 7 - 2 = 5.⏎⏎Tom has 5 apples left. ;; ### Solution⏎3+4=7, 7-2=5⏎⏎### Answer⏎5 ;; **Solution**⏎⏎Adding gives $3+4=7$.⏎⏎**Final answer**⏎⏎$$5$$ ;; We have⏎\[ 7-2 = 5 \]⏎The answer is⏎\[ 5 \] ;; Some work.⏎⏎Answer:⏎5 ;; Some work.⏎⏎Thus, the final answer is: $\boxed{5}$. ;; <think>maybe 6</think><answer>5</answer> ;; <think>Let me think. The answer is 6? No, 5.</think>⏎⏎The answer is 5. ;; \boxed{7-2} is $\boxed{5}$ ;; 第一步：3+4=7。⏎第二步：7-2=5。⏎所以答案是5。 ;; 先算3+4=7，再算7-2=5。⏎答：还剩5个苹果。 ;; $\boxed{5}$⏎⏎I hope it is correct. ;; Final Answer: The final answer is $5$. I hope it is correct. ~ 5
Step 1: 3 + 4 = 7.⏎Step 2: 7 - 2 = 5.⏎Therefore, the answer is 6. ;; The answer is 5. Wait, the answer is 6. ;; \boxed{5} and \boxed{6} ;; \boxed{6} ;; \boxed{5}⏎⏎Wait, the answer is 6. ;; The answer is not \boxed{5}. ;; Maybe \boxed{5}? ;; It could be \boxed{5} or 6. ;; \boxed{5 or 6} ;; \boxed{} ;; \boxed{5 ;; <answer>6</answer> 5 ;; The value 5 appears, so the answer is 4. ;; I am not sure. \boxed{5}? ;; <answer>5</answer><answer>6</answer> ;; We have 5 apples.⏎The answer is 3. ;; I don't know, \boxed{5} maybe ;; 答案是5。不对，答案是6。 ;; \boxed{5}或\boxed{6} ;; The answer is 5.⏎The answer is 6. !~ 5
\boxed{\frac{1}{2}} ;; \boxed{\dfrac{1}{2}} ;; $\boxed{0.5}$ ;; The probability is $\frac{1}{2}$. ;; The probability is 1/2. ;; So $P(A)=\frac{1}{2}$. ;; \boxed{0.5} = \boxed{\frac12} ;; Hence the probability equals $\tfrac12$. ;; The answer is $\frac{1}{2}$, since both outcomes are equally likely. ;; The answer is 1/2 because both are equal. ;; 所以概率是$\frac{1}{2}$。 ;; 因此概率为二分之一。 ;; The chance is 50%. ;; \fbox{1/2} ;; \boxed{\text{The probability is } \frac12} ~ \frac{1}{2}
\boxed{\frac{1}{3}} ;; The probability is $\frac{2}{1}$. ;; The probability is not 1/2. ;; \boxed{\frac12}\boxed{\frac13} ;; 所以概率不是$\frac{1}{2}$。 !~ \frac{1}{2}
The solutions are $x=2$ and $x=3$. ;; The solutions are 2 and 3. ;; So x = 2 or x = 3. ;; Hence $x = 2$ or $x = 3$. ;; The answer is $x=2$ or $x=3$. ;; \boxed{x=2 \text{ or } x=3} ;; \boxed{2,3} ;; The solution set is $\{2,3\}$. ;; 所以方程的解为x=2或x=3。 ;; 答案：x=2 或 x=3 ;; 解集为$\{2,3\}$。 ;; 故方程的解是 $x_1=2,x_2=3$。 ~ x=2 或 x=3
The solution is 2. ;; The solutions are 2 and 4. ;; 解为x=2。 ;; \boxed{2}, \boxed{3} !~ x=2 或 x=3
The solution is $x>2$. ;; Therefore $x > 2$. ;; The solution set is $(2,\infty)$. ;; The answer is $(2, \infty)$. ;; So the range is $(2,\infty)$. ;; 所以x的取值范围是x>2。 ;; 解集为$(2,+\infty)$。 ;; 故答案为：$x>2$ ~ (2,\infty)
The solution is $x\ge 2$. ;; The answer is $[2, \infty)$. ;; 所以x的取值范围是x≥2。 !~ (2,\infty)
The area is 12 cm². ;; The area is $12$ square centimeters. ;; The area is $12\text{ cm}^2$. ;; So the area of the triangle is $12\,\mathrm{cm}^2$. ;; 面积为12平方厘米。 ;; The area is 12. ;; \boxed{12} square centimeters ~ 12 cm^2
The area is 12 cm. ;; The area is 12 square meters. ;; 面积为12平方米。 !~ 12 cm^2
Therefore, the function is even. ;; The function is even. ;; The answer is even. ;; \boxed{\text{even}} ;; Answer: even ;; 因此该函数为偶函数。 ~ even
Therefore, the function is odd. ;; The function is not even. ;; The function is neither. !~ even
Therefore, it is Tuesday. ;; The answer is Tuesday. ;; The day is Tuesday. ~ Tuesday
The answer is B. ;; The answer is (B). ;; The correct option is B. ;; \boxed{B} ;; \boxed{\text{(B)}} ;; 故选B。 ;; 故选：B ;; 答案选B。 ;; 所以答案是B。 ;; 因此选B ;; **B** ;; Therefore the answer is **(B)**. ;; The answer is B) 12. ;; Answer: B ;; 正确答案是B。 ;; I choose B. ;; 应选B。 ;; 选项B正确。 ~ B
The answer is C. ;; The answer is A or B. ;; The answer is not B. ;; 故选C。 ;; 故选A或B ;; \boxed{A}\boxed{B} ;; 不选B !~ B
The answer is 1,234. ;; The total is 1,234 dollars. ;; The answer is \$1,234. ;; So she earned $1,234. ;; So she earned \$1{,}234.00. ;; #### 1,234 ;; 所以一共1234元。 ~ 1234
The answer is 1.234. ;; The answer is 1. ;; #### 1,235 !~ 1234
The answer is 3.14. ;; The answer is 3.14 ;; 答案是3.14。 ~ 3.14
The answer is 3. ;; The answer is 3.1. ;; The answer is 14. !~ 3.14
The answer is $x^2+1$. ;; So $f(x)=x^2+1$. ;; Hence f(x) = x^2 + 1. ;; 所以$f(x)=x^2+1$。 ;; \boxed{f(x) = x^2+1} ;; The polynomial is $x^2+1$. ~ x^2+1
The answer is $x^2$. ;; So $f(x)=x^2-1$. !~ x^2+1
""")
